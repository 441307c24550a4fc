package demitasse.runner;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Executes notebooks headless with Jupyter's nbconvert and the project's own kernel. */
final class Nbconvert {
  /** The variable that names the folders in which Jupyter looks for kernels. */
  static final String JUPYTER_PATH = "JUPYTER_PATH";

  private static final long MILLIS_BETWEEN_LOOKS = 200;

  /** No cell of a chapter takes longer; a kernel that hangs must not hang CI. */
  private static final Duration CELL_TIMEOUT = Duration.ofHours(12);

  private static final String WITHOUT_SPARK =
      "it needs Apache Spark, which ./demitasse spark could not fetch";

  private static final Pattern COLOURS = Pattern.compile("\u001B\\[[;\\d]*m");

  private final Project project;
  private final String jupyter;
  private final Path output;
  private final Map<String, String> environment;

  /**
   * @param jupyter the command, a name on the PATH or a file
   * @param output folder for executed notebooks, pages and logs
   * @param environment variables to set for the notebooks beside those of this process
   */
  Nbconvert(Project project, String jupyter, Path output, Map<String, String> environment) {
    this.project = project;
    this.jupyter = jupyter;
    this.output = output;
    this.environment = Map.copyOf(environment);
  }

  /** Returns the one of the Jupyter that the launcher has found, into the project's own folder. */
  static Nbconvert of(Project project) {
    var environment = Map.of("DEMITASSE_RECORDS", project.records().toString());
    return new Nbconvert(project, jupyter(), project.output(), environment);
  }

  /** Returns the same for chapters whose exercises are done: their numbers are nobody's record. */
  static Nbconvert ofExercises(Project project) {
    var environment = Map.of("DEMITASSE_RECORDS", "");
    return new Nbconvert(project, jupyter(), project.exercises(), environment);
  }

  /** Returns the command of the Jupyter that the launcher has found. */
  static String jupyter() {
    return System.getenv().getOrDefault("DEMITASSE_JUPYTER", "jupyter");
  }

  /** What a run looks like while it goes on. */
  record Glimpse(Duration time, KernelMemory memory) {}

  /**
   * Executes a notebook to its end, also past failing cells, and writes the executed notebook and
   * its HTML page.
   *
   * @param watcher is told now and then how it is getting on
   */
  Outcome execute(Path notebook, Consumer<Glimpse> watcher) throws InterruptedException {
    String name = notebook.getFileName().toString().replace(Notebook.ENDING, "");
    Path executed = output.resolve(name + Notebook.ENDING);
    Path log = output.resolve(name + ".log");
    try {
      if (SparkModule.makeFor(project, List.of(notebook)) != 0) {
        return Outcome.failed(name, Duration.ZERO, OptionalLong.empty(), WITHOUT_SPARK);
      }
      long start = System.nanoTime();
      Files.createDirectories(output);
      Files.deleteIfExists(executed);
      Files.deleteIfExists(log);
      Process process =
          start(
              log,
              "--to",
              "notebook",
              "--execute",
              "--allow-errors",
              "--ExecutePreprocessor.kernel_name=java",
              "--ExecutePreprocessor.timeout=" + CELL_TIMEOUT.toSeconds(),
              "--output",
              executed.getFileName().toString(),
              "--output-dir",
              output.toString(),
              notebook.toString());
      var memory = new KernelMemory(process.toHandle());
      watch(process, start, memory, watcher);
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      if (process.exitValue() != 0 || !Files.exists(executed)) {
        return Outcome.failed(name, time, memory.peakMebibytes(), lastLine(log));
      }
      boolean page = start(log, "--to", "html", executed.toString()).waitFor() == 0;
      Notebook result = Notebook.read(executed);
      Optional<String> problem = problem(result);
      if (problem.isEmpty() && !page) {
        problem = Optional.of("no HTML: " + lastLine(log));
      }
      String message = problem.orElse("passed");
      return new Outcome(
          name, time, memory.peakMebibytes(), result.standIns(), problem.isEmpty(), message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the end; neither nbconvert nor its kernel outlives this process. */
  private static void watch(
      Process process, long start, KernelMemory memory, Consumer<Glimpse> watcher)
      throws InterruptedException {
    Thread ending = new Thread(() -> end(process));
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      while (!process.waitFor(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS)) {
        memory.look();
        watcher.accept(new Glimpse(Duration.ofNanos(System.nanoTime() - start), memory));
      }
    } finally {
      Programs.forget(ending);
      end(process);
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  /**
   * Renders a notebook as it is, as HTML without a frame.
   *
   * @throws IllegalStateException if nbconvert fails
   */
  String fragment(Path notebook) throws InterruptedException {
    Path folder = notebook.toAbsolutePath().getParent();
    Path log = folder.resolve("nbconvert.log");
    try {
      Process process =
          start(
              log,
              "--to",
              "html",
              "--template",
              "basic",
              "--output",
              "fragment",
              "--output-dir",
              folder.toString(),
              notebook.toAbsolutePath().toString());
      if (process.waitFor() != 0) {
        throw new IllegalStateException(notebook.getFileName() + ": " + lastLine(log));
      }
      return Files.readString(folder.resolve("fragment.html"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> problem(Notebook executed) {
    if (executed.firstError().isPresent()) {
      return executed.firstError();
    }
    return executed.checkPassed() ? Optional.empty() : Optional.of("there is no check cell");
  }

  private Process start(Path log, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(jupyter, "nbconvert"));
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .directory(project.notebooks().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    var variables = builder.environment();
    // What runs by itself is nothing that somebody typed.
    variables.put("DEMITASSE_HISTORY", "");
    variables.putAll(environment);
    variables.put(JUPYTER_PATH, pathToKernel(project, variables.get(JUPYTER_PATH)));
    return builder.start();
  }

  /**
   * Returns what {@link #JUPYTER_PATH} must be, so that Jupyter finds the project's own kernel
   * first.
   *
   * @param given what it is; null if it is not set
   */
  static String pathToKernel(Project project, String given) {
    return project.jupyterData() + (given == null ? "" : File.pathSeparator + given);
  }

  private static String lastLine(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
    String last = lines.isEmpty() ? "nbconvert failed" : lines.get(lines.size() - 1);
    return COLOURS.matcher(last).replaceAll("") + " (" + log + ")";
  }
}
