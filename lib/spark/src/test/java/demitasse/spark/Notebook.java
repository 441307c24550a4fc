package demitasse.spark;

import java.util.List;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** A shell in this process, as a Java kernel has one: its cells use the classes of the tests. */
public final class Notebook implements AutoCloseable {
  private final JShell shell = JShell.builder().executionEngine("local").build();
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  /** What the cells hand over to the test. */
  public static final class Desk {
    // Written by cells, whose class loader finds this class where the test does.
    public static volatile Object value;

    private Desk() {}
  }

  Notebook() {
    run("import java.util.*;");
    run("import demitasse.spark.*;");
    Desk.value = null;
    value("java.lang.invoke.MethodHandles.lookup().lookupClass().getClassLoader()");
    Thread.currentThread().setContextClassLoader((ClassLoader) Desk.value);
  }

  /** Runs a cell. */
  void run(String cell) {
    String rest = cell;
    while (!rest.isBlank()) {
      CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      for (SnippetEvent event : shell.eval(next.source())) {
        List<String> errors =
            shell.diagnostics(event.snippet()).map(diag -> diag.getMessage(null)).toList();
        if (shell.diagnostics(event.snippet()).anyMatch(Diag::isError)) {
          throw new IllegalArgumentException(next.source() + ": " + errors);
        }
        if (event.exception() != null) {
          throw new IllegalStateException(event.exception().getMessage(), event.exception());
        }
      }
      rest = next.remaining();
    }
  }

  /** Returns the value of an expression. */
  Object value(String expression) {
    run("demitasse.spark.Notebook.Desk.value = " + expression + ";");
    return Desk.value;
  }

  @Override
  public void close() {
    Thread.currentThread().setContextClassLoader(before);
    shell.close();
  }
}
