package demitasse.kernel.source;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import demitasse.kernel.source.JavaParser.Parsed;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.SourceVersion;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * The code of a cell up to the cursor, as one piece that JShell can look at: it knows what has run,
 * and not what the cell declares.
 *
 * @param before what makes the cell's own methods, types and variables visible to {@code last}
 * @param last the statement or declaration that the cursor is in
 * @param imports the imports that the cell makes
 */
public record CellContext(String before, String last, List<String> imports) {

  /** Looks at the code of a cell up to the cursor. */
  public static CellContext of(String code, SourceCodeAnalysis analysis) {
    String rest = MagicText.withoutMagics(code);
    List<String> imports = new ArrayList<>();
    StringBuilder members = new StringBuilder();
    StringBuilder statements = new StringBuilder();
    while (true) {
      rest = rest.substring(JavaText.firstToken(rest, 0));
      CompletionInfo info = analysis.analyzeCompletion(rest);
      if (!info.completeness().isComplete() || info.remaining().isEmpty()) {
        break;
      }
      String source = info.source().strip();
      if (source.startsWith("import ")) {
        imports.add(source);
      } else if (isMember(source)) {
        members.append(asStatic(source)).append('\n');
      } else if (JavaParser.errorsOfStatement(source).isEmpty()) {
        statements.append(source).append('\n');
      }
      rest = info.remaining();
    }
    // Within a method of a class: a block can hold no method, and JShell tells of local variables
    // only where there is an instance.
    String before = "{ class C$ { " + members + " void m$() { " + statements;
    return isMember(rest)
        ? new CellContext(before + " class D$ { ", rest, imports)
        : new CellContext(before, rest, imports);
  }

  private static String asStatic(String member) {
    String head = JavaText.masked(member);
    head = head.substring(0, Math.max(0, head.indexOf('{')));
    return List.of(head.split("\\s+")).contains("static") ? member : "static " + member;
  }

  /** Tells whether code that may not be whole is a method or type. */
  private static boolean isMember(String code) {
    int body = JavaText.masked(code).indexOf('{');
    String head = body < 0 ? code : code.substring(0, body) + "{ }";
    Parsed parsed = JavaParser.parse("class $ { " + head);
    Tree type = parsed.unit().getTypeDecls().stream().findFirst().orElse(null);
    if (!(type instanceof ClassTree tree) || tree.getMembers().isEmpty()) {
      return false;
    }
    Tree member = tree.getMembers().get(0);
    return member instanceof ClassTree
        || member instanceof MethodTree method
            && method.getReturnType() != null
            && SourceVersion.isIdentifier(method.getName());
  }

  /** Returns the code as JShell is to be asked for what can stand at the cursor. */
  public String toComplete() {
    String masked = JavaText.masked(last);
    int start = masked.length();
    while (start > 0 && Character.isJavaIdentifierPart(masked.charAt(start - 1))) {
      start--;
    }
    String head = masked.substring(0, start).stripTrailing();
    if (head.isEmpty() || head.endsWith("{") || head.endsWith("}") || head.endsWith(";")) {
      return last.substring(0, start) + ";" + last.substring(start); // a statement of its own
    }
    return head.endsWith("return") || head.endsWith("yield")
        ? last.substring(0, start) + "(" + last.substring(start)
        : last;
  }

  /**
   * Returns the code without the call or condition around what is being typed: there is code that
   * the parser makes nothing of as long as a parenthesis is open.
   */
  public String withoutCall() {
    String masked = JavaText.masked(last);
    int argument = -1;
    int depth = 0;
    for (int i = masked.length() - 1; i >= 0; i--) {
      char c = masked.charAt(i);
      depth += c == ')' ? 1 : c == '(' ? -1 : 0;
      if (argument < 0 && (depth < 0 || depth == 0 && c == ',')) {
        argument = i + 1;
      }
      if (depth < 0 && ";{}".indexOf(c) >= 0) {
        return last.substring(0, i + 1) + ";" + last.substring(argument);
      }
    }
    return argument < 0 ? last : last.substring(argument);
  }

  /** Returns a signature without the classes that this has put around the cell's own names. */
  public static String plain(String signature) {
    return signature.replace("C$.", "").replace("D$.", "");
  }
}
