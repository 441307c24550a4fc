package demitasse.kernel;

import demitasse.kernel.source.JavaText;
import java.io.File;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
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
  private static final long INDEX_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final CellExecution execution;
  private final Stopper stopper;
  private final CellPlaces places;
  private final Tracebacks tracebacks;
  private final JShell shell;
  private final SourceCodeAnalysis analysis;
  private CompilerFiles files;
  private final SessionVariables variables;
  private final DefaultImports imports;
  private final List<Path> classPath = new ArrayList<>();
  private final Duration timeLimit;
  private final List<Failure> startupFailures = new ArrayList<>();
  private boolean indexed; // whether JShell knows all packages
  private String current = ""; // the name of the cell that runs

  /** Starts a session. */
  JavaSession(CellClassLoader classes, Stopper stopper, Settings settings) {
    this.stopper = stopper;
    this.execution = new CellExecution(classes);
    this.timeLimit = settings.timeLimit();
    String paths = settings.compileClassPath();
    // JShell takes its compiler's class path from this property. It is the user's from here on.
    System.setProperty("java.class.path", paths);
    this.shell =
        JShell.builder()
            .executionEngine(new Engine(execution), Map.of())
            .compilerOptions(options(settings))
            .fileManager(standard -> files = new CompilerFiles(standard, paths))
            .build();
    this.analysis = shell.sourceCodeAnalysis();
    this.places = new CellPlaces(shell, analysis);
    this.tracebacks = new Tracebacks(places);
    this.variables = new SessionVariables(shell, execution);
    this.imports = new DefaultImports(shell);
    this.classPath.addAll(settings.classPath());
  }

  private static String[] options(Settings settings) {
    List<String> options = new ArrayList<>(settings.compilerOptions());
    options.add(0, "-g"); // the names of local variables, which the JVM's messages mention
    return options.toArray(String[]::new);
  }

  /** Runs the startup scripts. What is wrong with them is told with the first cell. */
  void startUp(Settings settings) {
    for (Path script : settings.startupScripts()) {
      try {
        startUp(script.getFileName().toString(), Files.readString(script));
      } catch (IOException e) {
        startupFailures.add(
            Tracebacks.plain(e.getClass().getName(), String.valueOf(e.getMessage())));
      }
    }
    startUp("IJAVA_STARTUP_SCRIPT", settings.startupScript());
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

  /** What is to be done while nobody waits. */
  DefaultImports imports() {
    return imports;
  }

  /** Reads what is on the class path, on a thread of its own, before a cell needs it. */
  void readClassPath() {
    files.readAhead();
  }

  /** Has JShell learn the names of all packages, for completion; waits for it the first time. */
  void awaitIndex() {
    if (indexed) {
      return;
    }
    files.wantIndex();
    long end = System.nanoTime() + INDEX_NANOS;
    while (!analysis.listQualifiedNames("Any", 3).isUpToDate() && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    indexed = true;
  }

  JShell shell() {
    return shell;
  }

  /** What writes errors in terms of the cells; for any thread. */
  Tracebacks tracebacks() {
    return tracebacks;
  }

  SourceCodeAnalysis analysis() {
    return analysis;
  }

  /** The variables of the session. */
  SessionVariables variables() {
    return variables;
  }

  /** Returns the comment on what JShell describes by this signature, from a library's sources. */
  Optional<String> libraryComment(String signature) {
    return new LibrarySources(classPath).comment(signature);
  }

  /** Puts one or several paths on the class path, with the system's separator between them. */
  void addToClassPath(String path) {
    for (String element : path.split(File.pathSeparator)) {
      classPath.add(Path.of(element));
    }
    shell.addToClasspath(path);
  }

  /**
   * Runs a cell: its snippets in turn, up to the first that fails.
   *
   * @param show what to do with its value; an exception from there, out of the value's own methods,
   *     is the cell's failure too
   */
  Outcome run(String cell, String code, Consumer<Object> show) {
    stopper.begin();
    current = cell;
    try {
      startupFailures.forEach(failure -> failure.traceback().forEach(System.err::println));
      startupFailures.clear();
      Outcome outcome = snippets(new Source(cell, code, 0));
      if (!outcome.failed() && outcome.value() != null) {
        show.accept(outcome.value());
      }
      // Code that ends well when it is interrupted has its value shown; what follows is not to run.
      return stopper.asked() && !outcome.failed() ? new Outcome(null, stopped(null)) : outcome;
    } catch (RuntimeException | Error e) {
      return new Outcome(
          null, stopper.asked() && isStop(e) ? stopped(null) : tracebacks.exception(e));
    } finally {
      stopper.end();
    }
  }

  /** Calls a handler of the user's, as if it were a cell. */
  Outcome call(Runnable handler) {
    stopper.begin();
    try {
      handler.run();
      return new Outcome(null, null);
    } catch (RuntimeException | Error e) {
      return new Outcome(
          null, stopper.asked() && isStop(e) ? stopped(null) : tracebacks.exception(e));
    } finally {
      stopper.end();
    }
  }

  /** Runs code that is to stand in the session before the first cell; its failure is told there. */
  private void startUp(String name, String code) {
    if (code.isBlank()) {
      return;
    }
    stopper.begin();
    try {
      Outcome outcome = snippets(new Source(name, code, 0));
      if (outcome.failed()) {
        startupFailures.add(outcome.failure());
      }
    } finally {
      stopper.end();
    }
  }

  /**
   * Runs code from within a cell.
   *
   * @param name what to call it in tracebacks; null for part of the cell itself
   * @param lineShift how many lines of the cell stand above it, if it is part of the cell
   * @throws CellFailure if it does not compile; otherwise whatever it throws
   */
  Object evalNested(String name, String code, int lineShift) {
    Outcome outcome = snippets(new Source(name == null ? current : name, code, lineShift));
    if (!outcome.failed()) {
      return outcome.value();
    }
    Throwable thrown = execution.takeThrown();
    if (thrown != null) {
      throw Sneaky.rethrow(thrown);
    }
    throw new CellFailure(outcome.failure());
  }

  private Outcome snippets(Source source) {
    imports.makeFor(source.java());
    Object value = null;
    int offset = 0;
    while (true) {
      // JShell counts lines wrongly in a snippet with blanks or a comment before its first token.
      offset = JavaText.firstToken(source.java(), offset);
      String rest = source.java().substring(offset);
      CompletionInfo info = analysis.analyzeCompletion(rest);
      if (info.completeness() == SourceCodeAnalysis.Completeness.EMPTY) {
        return rest.isEmpty()
            ? new Outcome(value, null)
            : failed("CompileError", "unclosed comment");
      }
      if (stopper.asked()) {
        return new Outcome(null, stopped(null));
      }
      boolean complete = info.completeness().isComplete();
      // What is not complete goes to the compiler as a whole: it says what is wrong with it.
      Outcome outcome = snippet(source, offset, complete ? info.source() : rest);
      if (outcome.failed()) {
        return outcome;
      }
      value = outcome.value();
      offset =
          complete ? source.java().length() - info.remaining().length() : source.java().length();
    }
  }

  private Outcome snippet(Source source, int offset, String code) {
    if (isThere(code)) {
      return new Outcome(null, null);
    }
    execution.takeThrown();
    Map<String, String> before = variables.types();
    List<SnippetEvent> events;
    try {
      places.run(source, offset);
      events = stopper.within(timeLimit, () -> shell.eval(code));
    } catch (StackOverflowError e) {
      return failed("java.lang.StackOverflowError", "this code is nested too deeply to compile");
    } catch (IllegalStateException e) {
      return failed(e.getClass().getName(), String.valueOf(e.getMessage()));
    }
    if (events.isEmpty()) {
      return failed("CompileError", "a comment is not closed");
    }
    Object value = null;
    Set<String> own = new TreeSet<>();
    for (SnippetEvent event : events) {
      Snippet snippet = event.snippet();
      if (event.causeSnippet() != null) {
        continue;
      }
      places.remember(source, snippet, offset);
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
        Outcome outcome = thrown(event.exception());
        variables.keep(before, own);
        return outcome;
      }
      if (isShown(snippet)) {
        value = execution.takeValue();
      }
      variables.forgetIfTemporary(snippet);
    }
    variables.keep(before, own);
    return new Outcome(value, null);
  }

  /**
   * Tells whether a type, method or import stands in the session exactly so already. Declared
   * again, as when a cell is run a second time, it would be another type of the same name, and no
   * value of the first would fit any more.
   */
  private boolean isThere(String code) {
    String stripped = code.strip();
    return shell
        .snippets()
        .anyMatch(
            snippet ->
                (snippet.kind() == Snippet.Kind.TYPE_DECL
                        || snippet.kind() == Snippet.Kind.METHOD
                        || snippet.kind() == Snippet.Kind.IMPORT)
                    && snippet.source().strip().equals(stripped)
                    && shell.status(snippet) == Snippet.Status.VALID);
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

  private Outcome thrown(JShellException exception) {
    if (exception instanceof UnresolvedReferenceException unresolved) {
      DeclarationSnippet snippet = unresolved.getSnippet();
      return failed(
          "UnresolvedReference",
          name(snippet) + " cannot be used before " + missing(snippet) + " is declared");
    }
    Throwable thrown = execution.takeThrown();
    if (thrown instanceof CellFailure failure) {
      return new Outcome(null, failure.failure());
    }
    if (stopper.asked() && isStop(thrown)) {
      return new Outcome(null, stopped(thrown));
    }
    execution.keepThrown(thrown); // for eval(), which rethrows it
    return new Outcome(null, tracebacks.exception(thrown));
  }

  private Failure stopped(Throwable thrown) {
    return stopper.timedOut()
        ? tracebacks.stopped(
            "EvaluationTimeout", "the cell was stopped: IJAVA_TIMEOUT is over", thrown)
        : tracebacks.stopped("Interrupted", "the cell was stopped", thrown);
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
    return new Outcome(null, Tracebacks.plain(ename, evalue));
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
}
