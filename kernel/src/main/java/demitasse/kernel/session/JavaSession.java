package demitasse.kernel.session;

import demitasse.kernel.base.CellFailure;
import demitasse.kernel.base.Failure;
import demitasse.kernel.base.Notes;
import demitasse.kernel.base.Sneaky;
import demitasse.kernel.classpath.CompilerFiles;
import demitasse.kernel.classpath.LibrarySources;
import demitasse.kernel.errors.NameHints;
import demitasse.kernel.errors.Tracebacks;
import demitasse.kernel.execution.CellClassLoader;
import demitasse.kernel.execution.CellExecution;
import demitasse.kernel.execution.JdbcDrivers;
import demitasse.kernel.execution.SessionLock;
import demitasse.kernel.execution.Stopper;
import demitasse.kernel.execution.Stoppers;
import demitasse.kernel.source.CellPlaces;
import demitasse.kernel.source.CellPlaces.Spot;
import demitasse.kernel.source.CodeLines;
import demitasse.kernel.source.CompilerNoise;
import demitasse.kernel.source.SnippetSplitter;
import demitasse.kernel.source.Source;
import demitasse.kernel.source.SourceComments.Comment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * The Java of a session: JShell, and what a notebook needs around it. Used by one thread at a time:
 * whoever calls holds the session's lock, or is code of a cell.
 */
public final class JavaSession {
  private final ClassLoader classes;
  private final CellExecution execution;
  private final Stoppers stoppers;
  private final SessionLock lock;
  private final Tracebacks tracebacks;
  private final JShell shell;
  private final SourceCodeAnalysis analysis;
  private final SnippetSplitter splitter;
  private final CellRunner runner;
  private final CompilerFiles files;
  private final CellPlaces places;
  private final SessionVariables variables;
  private final Evaluator evaluator;
  private final DefaultImports imports;
  private final List<Path> classPath = new ArrayList<>();
  private final List<Failure> startupFailures = new ArrayList<>();

  /** Starts a session. */
  JavaSession(CellClassLoader classes, Stoppers stoppers, SessionLock lock, Settings settings) {
    this.classes = classes;
    this.stoppers = stoppers;
    this.lock = lock;
    CompilerNoise noise = new CompilerNoise();
    this.execution = new CellExecution(classes, stoppers, lock, noise);
    String paths = settings.compileClassPath();
    // JShell takes its compiler's class path from this property. It is the user's from here on.
    System.setProperty("java.class.path", paths);
    AtomicReference<CompilerFiles> made = new AtomicReference<>();
    this.shell =
        JShell.builder()
            .executionEngine(new Engine(execution), Map.of())
            .compilerOptions(CompilerOptions.of(settings.compilerOptions()))
            .fileManager(
                standard -> {
                  made.set(new CompilerFiles(standard, paths));
                  return made.get();
                })
            .build();
    this.files = made.get();
    this.analysis = shell.sourceCodeAnalysis();
    this.places = new CellPlaces(shell, analysis);
    ShellState state = new ShellState(shell);
    this.variables = new SessionVariables(shell, execution, noise, state);
    BrokenDeclarations broken = new BrokenDeclarations(shell, noise, variables, places);
    this.splitter = new SnippetSplitter(analysis, noise);
    this.evaluator = new Evaluator(shell, execution, noise, variables, broken, state, places);
    this.imports = new DefaultImports(evaluator);
    NameHints hints =
        new NameHints(
            shell, analysis, splitter, classes, files, broken::why, imports::pendingPackages);
    this.tracebacks = new Tracebacks(places, hints, execution::declaredAgain);
    this.runner =
        new CellRunner(
            shell,
            execution,
            splitter,
            evaluator,
            broken,
            imports,
            places,
            tracebacks,
            stoppers,
            settings.timeLimit());
    this.classPath.addAll(settings.classPath());
  }

  /**
   * Lets the first expression of the user's find the compiler warm; nothing remains of this one.
   */
  void warmUp() {
    evaluator.eval("0");
  }

  /** Runs the startup scripts. What is wrong with them is told with the first cell. */
  public void startUp(Settings settings) {
    for (Path script : settings.startupScripts()) {
      try {
        startUp(script.getFileName().toString(), Files.readString(script));
      } catch (IOException e) {
        startupFailures.add(Failure.plain(e.getClass().getName(), String.valueOf(e.getMessage())));
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
  public DefaultImports imports() {
    return imports;
  }

  /** Reads what is on the class path, on a thread of its own, before a cell needs it. */
  public void readClassPath() {
    files.readAhead();
  }

  /** Returns the names of the packages in a package, the last parts of them. */
  public Set<String> packages(String parent) {
    return files.packages(parent);
  }

  /** Knows the classes that cells can see. */
  public ClassLoader classes() {
    return classes;
  }

  public JShell shell() {
    return shell;
  }

  /** Where the code of the cells stands; for any thread. */
  public CellPlaces places() {
    return places;
  }

  /** What writes errors in terms of the cells; for any thread. */
  public Tracebacks tracebacks() {
    return tracebacks;
  }

  public SourceCodeAnalysis analysis() {
    return analysis;
  }

  /** Returns the lines of a cell that run, counted from 1; for any thread. */
  public NavigableSet<Integer> codeLines(String cell) {
    return lock.within(() -> CodeLines.of(cell, splitter));
  }

  /** Says whether a cell that is only a variable's name is compiled and run like other code. */
  public void runNames(boolean run) {
    runner.runNames(run);
  }

  /** The variables of the session. */
  public SessionVariables variables() {
    return variables;
  }

  /** Returns the comment on what JShell describes by this signature, from a library's sources. */
  public Optional<Comment> libraryComment(String signature) {
    return new LibrarySources(classPath).comment(signature);
  }

  /** The user's class path. */
  public List<Path> classPath() {
    return List.copyOf(classPath);
  }

  /** Has the compiler pass over a jar, or no more, once something has been added. */
  public void hide(Path jar, boolean hide) {
    files.hide(jar, hide);
  }

  /** Puts one or several paths on the class path, with the system's separator between them. */
  public void addToClassPath(String path) {
    List<Path> added = Arrays.stream(path.split(File.pathSeparator)).map(Path::of).toList();
    lock.within(
        () -> {
          classPath.addAll(added);
          shell.addToClasspath(path);
          return null;
        });
    JdbcDrivers.load(added, execution.classLoader());
  }

  /**
   * Runs a cell: its snippets in turn, up to the first that fails.
   *
   * @param show what to make of its value; an exception from there, out of the value's own methods,
   *     is the cell's failure too
   * @return how it ended, with what {@code show} has made
   */
  public <T> Outcome<T> run(String cell, String code, Function<Object, T> show) {
    Stopper stopper = stoppers.here();
    stopper.beginExpected();
    try {
      startupFailures.forEach(failure -> failure.traceback().forEach(Notes::say));
      startupFailures.clear();
      Outcome<Object> outcome = runner.run(new Source(cell, code, 0));
      if (outcome.failed()) {
        return Outcome.failed(outcome.failure());
      }
      Object value = outcome.value();
      T shown = value == null ? null : lock.outside(() -> show.apply(value));
      // Asked and not heard: the cell ends well, but what follows is not to run.
      return new Outcome<>(shown, stopper.asked() ? runner.stopped(null) : null, null);
    } catch (Exception | Error e) {
      return failed(e);
    } finally {
      stopper.end();
    }
  }

  /** Calls a handler of the user's on a side thread, which needs no lock: nothing is compiled. */
  public Outcome<Void> call(Runnable handler) {
    Stopper stopper = stoppers.here();
    stopper.beginAlone();
    try {
      handler.run();
      return Outcome.of(null);
    } catch (RuntimeException | Error e) {
      return failed(e);
    } finally {
      stopper.end();
    }
  }

  /**
   * Evaluates an expression beside what runs, on a thread that is in code of a cell. It belongs to
   * no cell.
   */
  public Evaluated evaluateAside(String code) {
    return lock.within(
        () -> {
          imports.makeFor(code);
          return Evaluated.of(evaluator.eval(code));
        });
  }

  /**
   * Declares a variable beside what runs, on a thread that is in code of a cell.
   *
   * @param type as code names it
   * @return what is wrong; null if nothing
   */
  public String declareAside(String type, String name, Object value) {
    return lock.within(
        () -> {
          String error = evaluateAside(type + " " + name + ";").error();
          if (error == null) {
            execution.set(name, value);
          }
          return error;
        });
  }

  private <T> Outcome<T> failed(Throwable thrown) {
    return Outcome.failed(
        stoppers.here().asked() && CellRunner.isStop(thrown)
            ? runner.stopped(null)
            : tracebacks.exception(thrown));
  }

  /** Runs code that is to stand in the session before the first cell; its failure is told there. */
  private void startUp(String name, String code) {
    if (code.isBlank()) {
      return;
    }
    Stopper stopper = stoppers.here();
    stopper.begin();
    try {
      Outcome<Object> outcome = runner.run(new Source(name, code, 0));
      if (outcome.failed()) {
        startupFailures.add(outcome.failure());
      }
    } finally {
      stopper.end();
    }
  }

  /**
   * Returns code that a magic of the running cell has taken.
   *
   * @param below how many lines below the magic it begins
   */
  public Source part(String code, int below) {
    Spot magic =
        Stream.of(Thread.currentThread().getStackTrace())
            .filter(CellPlaces::isOfCell)
            .findFirst()
            .flatMap(places.search()::find)
            .orElse(new Spot(places.running(), 1));
    return magic.place().source().part(code, magic.place().above() + magic.line() - 1 + below);
  }

  /**
   * Runs code from within a cell.
   *
   * @throws CellFailure if it does not compile; otherwise whatever it throws
   */
  public Object evalNested(Source source) {
    Outcome<Object> outcome = lock.within(() -> runner.run(source));
    if (!outcome.failed()) {
      return outcome.value();
    }
    if (outcome.thrown() != null) {
      throw Sneaky.rethrow(outcome.thrown());
    }
    throw new CellFailure(outcome.failure());
  }
}
