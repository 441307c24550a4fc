package demitasse.kernel;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;

/** The variables of a session, and what it takes for them to stay. */
final class SessionVariables {
  private static final int PREVIEW_CHARS = 200;

  private final JShell shell;
  private final CellExecution execution;

  SessionVariables(JShell shell, CellExecution execution) {
    this.shell = shell;
    this.execution = execution;
  }

  /** The names of the variables that can be used, with their types. */
  Map<String, String> types() {
    return shell
        .variables()
        .filter(variable -> shell.status(variable) == Snippet.Status.VALID)
        .collect(Collectors.toMap(VarSnippet::name, VarSnippet::typeName, (a, b) -> b));
  }

  /** Returns the beginning of the text form of a variable's value. */
  String preview(String variable) {
    String text;
    try {
      text = String.valueOf(execution.variable(variable));
    } catch (RuntimeException | StackOverflowError e) {
      return "(cannot be shown: " + e.getClass().getName() + ")";
    }
    return text.length() <= PREVIEW_CHARS ? text : text.substring(0, PREVIEW_CHARS) + " ...";
  }

  /**
   * JShell keeps the value of every expression in a variable of its own, {@code $1} and so on: a
   * table that was shown once would stay in memory, and each later cell would compile against all
   * of them.
   */
  void forgetIfTemporary(Snippet snippet) {
    if (snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
      shell.drop(snippet);
      execution.forget(((VarSnippet) snippet).name());
    }
  }

  /**
   * Repairs what a new declaration did to earlier variables, and says what could not be.
   *
   * <p>JShell drops a variable whose initialiser no longer compiles, although nobody is going to
   * run that initialiser again. Declared once more without one it stands again, and its value moves
   * over.
   *
   * @param before the variables before the snippet that has just run
   * @param own those that it has declared itself
   */
  void keep(Map<String, String> before, Set<String> own) {
    Map<String, String> lost = new TreeMap<>(before);
    lost.keySet().removeAll(types().keySet());
    lost.keySet().removeAll(own);
    lost.forEach(
        (name, type) -> {
          Object value = execution.variable(name);
          SnippetEvent again = shell.eval(type + " " + name + ";").get(0);
          if (again.status() == Snippet.Status.VALID) {
            execution.set(name, value); // the declaration has just set it to null
          } else {
            System.err.println(
                "Note: the variable "
                    + name
                    + " is gone: its type "
                    + type
                    + " no longer compiles.");
          }
        });
    Set<String> reset = new TreeSet<>(execution.takeReset());
    reset.removeAll(own);
    if (!reset.isEmpty()) {
      System.err.println(
          "Note: reset, because the type was declared anew: " + String.join(", ", reset) + ".");
    }
  }
}
