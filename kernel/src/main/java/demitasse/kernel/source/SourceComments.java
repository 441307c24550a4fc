package demitasse.kernel.source;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import demitasse.kernel.source.JavaParser.Parsed;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds the documentation comment on a declaration in a file of source. */
public final class SourceComments {
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
  public Optional<String> ofType(List<String> names) {
    return type(names).map(this::comment);
  }

  /** Returns the comment on a field or an enum constant. */
  public Optional<String> ofField(List<String> type, String name) {
    return member(
        type, tree -> tree instanceof VariableTree field && field.getName().contentEquals(name));
  }

  /**
   * Returns the comment on a method, or a constructor.
   *
   * @param name {@code <init>} for a constructor
   * @param parameters the types of the parameters, without packages and type arguments
   */
  public Optional<String> ofMethod(List<String> type, String name, List<String> parameters) {
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

  private Optional<String> member(List<String> type, Predicate<Tree> wanted) {
    return type(type)
        .flatMap(
            path ->
                ((ClassTree) path.getLeaf())
                    .getMembers().stream()
                        .filter(wanted)
                        .findFirst()
                        .map(tree -> comment(new TreePath(path, tree))));
  }

  private String comment(TreePath path) {
    String comment = parsed.trees().getDocComment(path);
    return comment == null ? null : comment.strip();
  }
}
