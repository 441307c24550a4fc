package demitasse.kernel.source;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.ReturnTree;
import com.sun.source.doctree.ThrowsTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import demitasse.kernel.source.JavaParser.Parsed;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds the documentation comment on a declaration in a file of source. */
public final class SourceComments {
  /**
   * A comment, without what marks it as one.
   *
   * @param isMarkdown whether it is written in Markdown; if not, in HTML
   */
  public record Comment(String text, boolean isMarkdown) {}

  /** How a part of a comment that is Markdown is called, by Javas that know it: 23 and later. */
  private static final String MARKDOWN = "MARKDOWN";

  private final Parsed parsed;

  private SourceComments(Parsed parsed) {
    this.parsed = parsed;
  }

  /** Reads the text of a file. */
  public static SourceComments of(String file) {
    return new SourceComments(JavaParser.parse(file));
  }

  /**
   * Returns the comment on a type.
   *
   * @param names the type's name, the ones it is nested in before it
   */
  public Optional<Comment> ofType(List<String> names) {
    return type(names).map(this::comment);
  }

  /** Returns the comment on a field or an enum constant. */
  public Optional<Comment> ofField(List<String> type, String name) {
    return member(
        type, tree -> tree instanceof VariableTree field && field.getName().contentEquals(name));
  }

  /**
   * Returns the comment on a method, or a constructor.
   *
   * @param name {@code <init>} for a constructor
   * @param parameters the types of the parameters, without packages and type arguments
   */
  public Optional<Comment> ofMethod(List<String> type, String name, List<String> parameters) {
    return member(
        type,
        tree ->
            tree instanceof MethodTree method
                && method.getName().contentEquals(name)
                && types(method).equals(parameters));
  }

  private static List<String> types(MethodTree method) {
    return method.getParameters().stream()
        .map(parameter -> erased(parameter.getType().toString()))
        .toList();
  }

  /** Returns the text of a type without its package and type arguments, and without varargs. */
  public static String erased(String type) {
    StringBuilder erased = new StringBuilder();
    int depth = 0;
    for (char c : type.replace("...", "[]").toCharArray()) {
      depth += c == '<' ? 1 : 0;
      if (depth == 0) {
        erased.append(c);
      }
      depth -= c == '>' ? 1 : 0;
    }
    String text = erased.toString().strip();
    return text.substring(Math.max(text.lastIndexOf('.'), text.lastIndexOf(' ')) + 1);
  }

  private Optional<TreePath> type(List<String> names) {
    Optional<TreePath> found = Optional.of(new TreePath(parsed.unit()));
    for (String name : names) {
      found = found.flatMap(path -> nested(path, name));
    }
    return found;
  }

  private static Optional<TreePath> nested(TreePath path, String name) {
    List<? extends Tree> trees =
        path.getLeaf() instanceof ClassTree type
            ? type.getMembers()
            : path.getCompilationUnit().getTypeDecls();
    return trees.stream()
        .filter(tree -> tree instanceof ClassTree type && type.getSimpleName().contentEquals(name))
        .findFirst()
        .map(tree -> new TreePath(path, tree));
  }

  private Optional<Comment> member(List<String> type, Predicate<Tree> wanted) {
    return type(type)
        .flatMap(
            path ->
                ((ClassTree) path.getLeaf())
                    .getMembers().stream()
                        .filter(wanted)
                        .findFirst()
                        .map(tree -> comment(new TreePath(path, tree))));
  }

  private Comment comment(TreePath path) {
    DocCommentTree tree = tree(path);
    if (tree == null) {
      return null;
    }
    boolean isMarkdown =
        Stream.concat(tree.getFullBody().stream(), tree.getBlockTags().stream())
            .flatMap(SourceComments::parts)
            .anyMatch(part -> part.getKind().name().equals(MARKDOWN));
    // There a reference such as [List] has become a link, which the text itself does not say.
    String text = isMarkdown ? tree.toString() : parsed.trees().getDocComment(path);
    return new Comment(text.strip(), isMarkdown);
  }

  /** What the compiler makes links of in Markdown is a service, which cells do not see. */
  private DocCommentTree tree(TreePath path) {
    Thread thread = Thread.currentThread();
    ClassLoader cells = thread.getContextClassLoader();
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    try {
      return parsed.trees().getDocCommentTree(path);
    } finally {
      thread.setContextClassLoader(cells);
    }
  }

  private static Stream<? extends DocTree> parts(DocTree tree) {
    return switch (tree.getKind()) {
      case PARAM -> ((ParamTree) tree).getDescription().stream();
      case RETURN -> ((ReturnTree) tree).getDescription().stream();
      case THROWS, EXCEPTION -> ((ThrowsTree) tree).getDescription().stream();
      default -> Stream.of(tree);
    };
  }
}
