package demitasse.kernel;

import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/** The Java of a session: JShell, and what a notebook needs around it. Used by one thread. */
final class JavaSession {
  /** IJava's default imports. */
  private static final List<String> IMPORTS =
      List.of(
          "import java.io.*;",
          "import java.math.*;",
          "import java.net.*;",
          "import java.nio.file.*;",
          "import java.util.*;",
          "import java.util.concurrent.*;",
          "import java.util.prefs.*;",
          "import java.util.regex.*;",
          "import java.util.stream.*;",
          "import static demitasse.kernel.Cells.*;");

  private final CellExecution execution;
  private final Stopper stopper;
  private final Tracebacks tracebacks = new Tracebacks();
  private final JShell shell;
  private final SourceCodeAnalysis analysis;
  private int nested;

  /**
   * Starts a session.
   *
   * @param classPath the jars and folders that cells see
   * @param compilerOptions options for javac
   */
  JavaSession(
      CellClassLoader classes, Stopper stopper, String classPath, List<String> compilerOptions) {
    this.stopper = stopper;
    this.execution = new CellExecution(classes);
    // JShell takes its compiler's class path from this property. It is the user's from here on.
    System.setProperty("java.class.path", classPath);
    this.shell =
        JShell.builder()
            .executionEngine(new Engine(execution), Map.of())
            .compilerOptions(compilerOptions.toArray(String[]::new))
            .build();
    this.analysis = shell.sourceCodeAnalysis();
    for (String line : IMPORTS) {
      shell.eval(line);
    }
  }

  private record Engine(ExecutionControl control) implements ExecutionControlProvider {
    @Override
    public String name() {
      return "demitasse";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
      return control;
    }
  }

  JShell shell() {
    return shell;
  }

  SourceCodeAnalysis analysis() {
    return analysis;
  }

  void addToClassPath(String path) {
    shell.addToClasspath(path);
  }

  /** Runs a cell: its snippets in turn, up to the first that fails. */
  Outcome run(String cell, String code) {
    stopper.begin();
    try {
      return snippets(cell, code);
    } finally {
      stopper.end();
    }
  }

  /**
   * Runs code from within a cell.
   *
   * @throws IllegalArgumentException if it does not compile; whatever it throws otherwise
   */
  Object evalNested(String code) {
    Outcome outcome = snippets("eval " + ++nested, code);
    if (outcome.failure() == null) {
      return outcome.value();
    }
    Throwable thrown = execution.takeThrown();
    if (thrown != null) {
      throw Sneaky.rethrow(thrown);
    }
    throw new IllegalArgumentException(outcome.failure().evalue());
  }

  private Outcome snippets(String cell, String code) {
    Object value = null;
    int offset = 0;
    while (!code.substring(offset).isBlank()) {
      CompletionInfo info = analysis.analyzeCompletion(code.substring(offset));
      String source = info.completeness().isComplete() ? info.source() : code.substring(offset);
      if (info.completeness() == SourceCodeAnalysis.Completeness.EMPTY) {
        break; // only comments are left
      }
      if (stopper.asked()) {
        return new Outcome(null, tracebacks.stopped(null));
      }
      Outcome outcome = snippet(cell, code, offset, source);
      if (outcome.failure() != null) {
        return outcome;
      }
      value = outcome.value();
      offset =
          info.completeness().isComplete()
              ? code.length() - info.remaining().length()
              : code.length();
    }
    return new Outcome(value, null);
  }

  private Outcome snippet(String cell, String code, int offset, String source) {
    execution.takeThrown();
    List<SnippetEvent> events;
    try {
      events = shell.eval(source);
    } catch (StackOverflowError e) {
      return failed("java.lang.StackOverflowError", "this code is nested too deeply to compile");
    } catch (IllegalStateException e) {
      return failed(e.getClass().getName(), String.valueOf(e.getMessage()));
    }
    Object value = null;
    Set<String> own = new TreeSet<>();
    for (SnippetEvent event : events) {
      Snippet snippet = event.snippet();
      if (event.causeSnippet() != null) {
        continue;
      }
      tracebacks.remember(cell, code, snippet, offset);
      if (snippet instanceof VarSnippet variable) {
        own.add(variable.name());
      }
      switch (event.status()) {
        case REJECTED -> {
          return new Outcome(null, tracebacks.compileError(snippet, diagnostics(snippet)));
        }
        case RECOVERABLE_DEFINED, RECOVERABLE_NOT_DEFINED -> noteUnresolved(snippet);
        default -> {}
      }
      if (event.exception() != null) {
        noteReset(own);
        return thrown(event.exception());
      }
      if (isShown(snippet)) {
        value = execution.takeValue();
      }
    }
    noteReset(own);
    return new Outcome(value, null);
  }

  private List<Diag> diagnostics(Snippet snippet) {
    return shell.diagnostics(snippet).collect(Collectors.toCollection(ArrayList::new));
  }

  /** An expression is shown; a declaration, an assignment or a statement is not. As under IJava. */
  private static boolean isShown(Snippet snippet) {
    return switch (snippet.subKind()) {
      case VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND, TEMP_VAR_EXPRESSION_SUBKIND -> true;
      default -> false;
    };
  }

  private Outcome thrown(JShellException translated) {
    if (translated instanceof UnresolvedReferenceException unresolved) {
      DeclarationSnippet snippet = unresolved.getSnippet();
      return failed(
          "UnresolvedReference",
          name(snippet) + " cannot be used before " + missing(snippet) + " is declared");
    }
    Throwable thrown = execution.takeThrown();
    if (stopper.asked() && isStop(thrown)) {
      return new Outcome(null, tracebacks.stopped(translated));
    }
    execution.keepThrown(thrown); // for eval(), which rethrows it
    return new Outcome(null, tracebacks.exception(thrown, translated));
  }

  private static boolean isStop(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof CellStopped
          || t instanceof InterruptedException
          || t instanceof ClosedByInterruptException) {
        return true;
      }
    }
    return false;
  }

  private Outcome failed(String ename, String evalue) {
    return new Outcome(null, tracebacks.plain(ename, evalue));
  }

  private void noteUnresolved(Snippet snippet) {
    if (snippet instanceof DeclarationSnippet declaration) {
      System.err.println(
          "Note: "
              + name(declaration)
              + " cannot be used before "
              + missing(declaration)
              + " is declared.");
    }
  }

  private String missing(DeclarationSnippet snippet) {
    return shell.unresolvedDependencies(snippet).collect(Collectors.joining(", "));
  }

  private static String name(DeclarationSnippet snippet) {
    return snippet.kind().name().toLowerCase(java.util.Locale.ROOT).replace("_decl", "")
        + " "
        + snippet.name();
  }

  private void noteReset(Set<String> own) {
    for (String name : execution.takeReset()) {
      if (!own.contains(name)) {
        System.err.println(
            "Note: the variable " + name + " was reset, because its type was declared anew.");
      }
    }
  }
}
