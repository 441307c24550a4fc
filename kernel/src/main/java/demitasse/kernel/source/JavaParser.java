package demitasse.kernel.source;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Has the compiler parse a text, without looking for anything that it mentions. */
public final class JavaParser {
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
  private static final List<String> OPTIONS = List.of("-proc:none");

  private JavaParser() {}

  /**
   * A text as the parser sees it.
   *
   * @param trees tells where a tree stands and what documentation it has
   * @param errors where it is not Java, as offsets of characters, in order
   */
  public record Parsed(CompilationUnitTree unit, DocTrees trees, List<Long> errors) {}

  /** Parses the text of a whole file. */
  public static Parsed parse(String source) {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("text:///Text.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    JavacTask task =
        (JavacTask) COMPILER.getTask(null, null, diagnostics, OPTIONS, null, List.of(file));
    task.setLocale(Locale.ENGLISH);
    try {
      CompilationUnitTree unit = task.parse().iterator().next();
      List<Long> errors =
          diagnostics.getDiagnostics().stream()
              .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
              .map(Diagnostic::getPosition)
              .sorted()
              .toList();
      return new Parsed(unit, DocTrees.instance(task), errors);
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory can be read", e);
    }
  }

  /** Returns where {@code code} is not a statement, or several. */
  public static List<Long> errorsOfStatement(String code) {
    return errors(Around.STATEMENTS, code);
  }

  /** Returns where {@code code} is not a method or type, or several. */
  public static List<Long> errorsOfMember(String code) {
    return errors(Around.MEMBERS, code);
  }

  /** Returns where {@code code} is not an expression. */
  public static List<Long> errorsOfExpression(String code) {
    return errors(Around.EXPRESSION, code);
  }

  /** Returns which kind of expression {@code text} is; nothing if it is none. */
  public static Optional<Tree.Kind> kindOfExpression(String text) {
    return expression(text).map(Tree::getKind);
  }

  /** Returns the method, as {@code text} names it, whose call is all of the text; or nothing. */
  public static Optional<String> calledMethod(String text) {
    return expression(text)
        .filter(MethodInvocationTree.class::isInstance)
        .map(call -> ((MethodInvocationTree) call).getMethodSelect().toString());
  }

  private static Optional<ExpressionTree> expression(String text) {
    Parsed parsed = Around.EXPRESSION.parse(text);
    if (!parsed.errors().isEmpty()) {
      return Optional.empty();
    }
    Tree member = ((ClassTree) parsed.unit().getTypeDecls().get(0)).getMembers().get(0);
    ExpressionTree value = ((VariableTree) member).getInitializer();
    return Optional.of(((ParenthesizedTree) value).getExpression());
  }

  /**
   * A part of a text.
   *
   * @param end where what follows begins
   */
  public record Range(int start, int end) {}

  /** Returns the expression with a value that statements end with, without its semicolon. */
  public static Optional<Range> lastExpression(String code) {
    Parsed parsed = Around.STATEMENTS.parse(code);
    Tree member = ((ClassTree) parsed.unit().getTypeDecls().get(0)).getMembers().get(0);
    if (!(member instanceof MethodTree method) || method.getBody() == null) {
      return Optional.empty();
    }
    SourcePositions positions = parsed.trees().getSourcePositions();
    int start = code.length();
    for (StatementTree statement : method.getBody().getStatements()) {
      if (statement.getKind() != Tree.Kind.EMPTY_STATEMENT) {
        start = (int) positions.getStartPosition(parsed.unit(), statement);
        start -= Around.STATEMENTS.before().length();
      }
    }
    int end = JavaText.withoutSemicolons(JavaText.masked(code)).length();
    return start < end
            && errorsOfStatement(code.substring(0, start)).isEmpty()
            && kindOfExpression(code.substring(start, end))
                .filter(kind -> kind != Tree.Kind.LAMBDA_EXPRESSION)
                .filter(kind -> kind != Tree.Kind.MEMBER_REFERENCE)
                .isPresent()
        ? Optional.of(new Range(start, end))
        : Optional.empty();
  }

  /**
   * Returns the text of a file with blanks in place of its package declaration, every line where it
   * was.
   */
  public static String withoutPackage(String file) {
    // No further than its end: what stands below it is parsed in another way on newer Javas.
    int semicolon = JavaText.masked(file).indexOf(';');
    Parsed parsed = parse(file.substring(0, semicolon + 1));
    PackageTree declaration = parsed.unit().getPackage();
    if (declaration == null) {
      return file;
    }
    SourcePositions positions = parsed.trees().getSourcePositions();
    int start = (int) positions.getStartPosition(parsed.unit(), declaration);
    int end = (int) positions.getEndPosition(parsed.unit(), declaration);
    StringBuilder blanked = new StringBuilder(file);
    for (int i = start; i < end; i++) {
      if (file.charAt(i) != '\n') {
        blanked.setCharAt(i, ' ');
      }
    }
    return blanked.toString();
  }

  private static List<Long> errors(Around around, String code) {
    int before = around.before().length();
    return around.parse(code).errors().stream().map(at -> at - before).toList();
  }
}
