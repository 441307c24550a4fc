package demitasse.runner;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Marks submissions: executes each in a kernel and a folder of its own, within limits. */
final class Grader {
  /**
   * What a submission may use.
   *
   * @param cell time for a cell, which is stopped then; the next ones still run
   * @param whole time for the whole notebook
   * @param mebibytes resident memory of the kernel, nbconvert and all processes that cells start
   */
  record Limits(Duration cell, Duration whole, int mebibytes) {}

  private static final String EXECUTED = "executed";

  /** A gigabyte, in the blocks of {@code ulimit}: who writes without end must not fill the disk. */
  private static final int LARGEST_FILE = 2_000_000;

  private final Project project;
  private final String jupyter;
  private final Assignment assignment;
  private final Limits limits;
  private final Sandbox sandbox;

  Grader(Project project, String jupyter, Assignment assignment, Limits limits, Sandbox sandbox) {
    this.project = project;
    this.jupyter = jupyter;
    this.assignment = assignment;
    this.limits = limits;
    this.sandbox = sandbox;
  }

  /** Returns the sum that marks of a submission must carry to be those that this would give. */
  String sum(Submission submission) {
    return submission.sum(assignment.text() + limits);
  }

  /** Marks a submission; whatever it does, it gets its marks. */
  Marks grade(Submission submission) throws IOException, InterruptedException {
    List<String> remarks = new ArrayList<>(submission.remarks());
    if (submission.content().length == 0 && !remarks.isEmpty()) {
      return unread(submission, remarks, "No notebook was handed in.");
    }
    Optional<HandedIn> handedIn = HandedIn.parse(submission.content());
    if (handedIn.isEmpty()) {
      remarks.add("the file is no notebook");
      return unread(
          submission, remarks, "The file cannot be read as a notebook: please hand it in again.");
    }
    String made = handedIn.get().assignment();
    if (!made.isEmpty() && !made.equals(assignment.name())) {
      remarks.add("made for " + made);
    }
    return grade(submission, handedIn.get(), remarks);
  }

  /**
   * Marks the chapter's own solutions, so that what cannot work here is not taken for the students'
   * doing.
   *
   * @throws IllegalArgumentException if they do not get all points
   */
  void tryOut() throws IOException, InterruptedException {
    Submission nobody = new Submission("the chapter's solutions", new byte[0], List.of());
    Marks marks = grade(nobody, assignment.solved(), new ArrayList<>());
    if (marks.points() < marks.of()) {
      throw new IllegalArgumentException(
          "the chapter's own solutions get %d of %d points within these limits: %s %s"
              .formatted(
                  marks.points(),
                  marks.of(),
                  marks.parts().stream()
                      .filter(part -> part.points() < part.of())
                      .map(part -> part.title() + " " + part.says().get(0))
                      .findFirst()
                      .orElse(""),
                  String.join("; ", marks.remarks())));
    }
  }

  private Marks grade(Submission submission, HandedIn handedIn, List<String> remarks)
      throws IOException, InterruptedException {
    GradedNotebook notebook = GradedNotebook.of(assignment, handedIn);
    remarks.addAll(notebook.remarks());
    Execution execution = new Execution();
    execution.all(notebook, remarks);
    List<Marks.Part> parts =
        assignment.tasks().stream().map(task -> part(task, notebook, execution)).toList();
    return new Marks(
        submission.student(),
        sum(submission),
        parts,
        remarks,
        execution.millis / 1000.0,
        execution.peak);
  }

  private Marks unread(Submission submission, List<String> remarks, String says) {
    List<Marks.Part> parts =
        assignment.tasks().stream()
            .map(task -> new Marks.Part(task.title(), 0, task.points(), "", List.of(says)))
            .toList();
    return new Marks(submission.student(), sum(submission), parts, remarks, 0, 0);
  }

  private static Marks.Part part(
      Assignment.Task task, GradedNotebook notebook, Execution execution) {
    Verdicts verdicts = execution.verdicts(task.name());
    int points = 0;
    List<String> says = new ArrayList<>();
    for (var check : task.checks().entrySet()) {
      if (verdicts.isRight(check.getKey())) {
        points += check.getValue();
      } else if (says.isEmpty()) {
        says.add(verdicts.says(task.name(), check.getKey()));
      }
    }
    if (says.isEmpty()) {
      says.add("Right.");
    } else if (notebook.isOpen(task.name()) && points == 0) {
      says = List.of("There is no answer.");
    }
    return new Marks.Part(task.title(), points, task.points(), notebook.answer(task.name()), says);
  }

  /** What came of the cells that were executed for one submission. */
  private final class Execution {
    private final Map<String, Verdicts> byExercise = new HashMap<>();
    private long millis;
    private long peak;
    private String lastSaid = "";

    Verdicts verdicts(String exercise) {
      return byExercise.get(exercise);
    }

    /** Executes the whole notebook; where that fails, each exercise alone. */
    void all(GradedNotebook notebook, List<String> remarks)
        throws IOException, InterruptedException {
      Verdicts whole = execute(notebook.whole());
      if (whole.ended().isEmpty()) {
        assignment.tasks().forEach(task -> byExercise.put(task.name(), whole));
        return;
      }
      remarks.add(whole.ended() + "; each exercise was run alone");
      if (!lastSaid.isEmpty()) {
        remarks.add("nbconvert said: " + lastSaid);
      }
      for (Assignment.Task task : assignment.tasks()) {
        byExercise.put(task.name(), execute(notebook.alone(task.name())));
      }
    }

    private Verdicts execute(JsonObject notebook) throws IOException, InterruptedException {
      Path place = Files.createTempDirectory("demitasse-grade");
      try {
        Path folder = Files.createDirectory(place.resolve("work"));
        Path input = place.resolve("input" + Notebook.ENDING);
        NotebookFile.write(notebook, input);
        Path log = place.resolve("log");
        Sandbox.Run run = sandbox.run(folder, input, log, environment(folder), command(folder));
        millis += run.time().toMillis();
        peak = Math.max(peak, run.peakMebibytes());
        return verdicts(run, folder.resolve(EXECUTED + Notebook.ENDING), log);
      } finally {
        remove(place);
      }
    }

    private Verdicts verdicts(Sandbox.Run run, Path executed, Path log) throws IOException {
      if (run.end() != Sandbox.End.BY_ITSELF) {
        return Verdicts.none(tooMuch(run.end()) + " and was ended");
      }
      if (run.status() != 0 || !Files.isRegularFile(executed, LinkOption.NOFOLLOW_LINKS)) {
        lastSaid = lastOf(log);
        boolean died = lastSaid.contains("DeadKernelError");
        return Verdicts.none(died ? "it ended its own kernel" : "its execution broke off");
      }
      if (Files.size(executed) > Submission.MOST_BYTES) {
        return Verdicts.none("it printed more than 64 MB");
      }
      try {
        return Verdicts.of(NotebookFile.read(executed), limits.cell());
      } catch (IllegalArgumentException e) {
        // The code has written to the file in which its results were to be.
        return Verdicts.none("it left no readable results");
      }
    }
  }

  private String tooMuch(Sandbox.End end) {
    return switch (end) {
      case OUT_OF_TIME -> "it took longer than %d s".formatted(limits.whole().toSeconds());
      case OUT_OF_MEMORY -> "it used more than %d MB of memory".formatted(limits.mebibytes());
      case TOO_MANY_PROCESSES ->
          "it started more than %d processes".formatted(Sandbox.MOST_PROCESSES);
      case TOO_MUCH_WRITTEN ->
          "it wrote more than %d MB of files".formatted(Sandbox.MOST_MEGABYTES);
      case BY_ITSELF -> throw new IllegalArgumentException("nobody has ended it");
    };
  }

  /** Returns the last line of a log; a program may have filled it with anything, to any length. */
  private static String lastOf(Path log) throws IOException {
    int most = 4096;
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - most));
      byte[] end = new byte[(int) Math.min(most, file.length())];
      file.readFully(end);
      String text = new String(end, StandardCharsets.UTF_8).strip();
      return text.substring(text.lastIndexOf('\n') + 1);
    }
  }

  private List<String> command(Path folder) {
    return List.of(
        "sh",
        "-c",
        "ulimit -c 0; ulimit -f " + LARGEST_FILE + "; exec \"$@\"",
        "grade",
        jupyter,
        "nbconvert",
        "--stdin",
        "--to",
        "notebook",
        "--execute",
        "--allow-errors",
        "--ExecutePreprocessor.kernel_name=java",
        "--ExecutePreprocessor.timeout=" + limits.cell().toSeconds(),
        "--ExecutePreprocessor.interrupt_on_timeout=True",
        "--output",
        EXECUTED,
        "--output-dir",
        folder.toString());
  }

  /** Nothing outside of the folder is written to, and nothing of the teacher's is used. */
  private Map<String, String> environment(Path folder) {
    Map<String, String> environment = new LinkedHashMap<>();
    String path = System.getenv(Nbconvert.JUPYTER_PATH);
    environment.put(Nbconvert.JUPYTER_PATH, Nbconvert.pathToKernel(project, path));
    for (String each :
        List.of("JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR", "TMPDIR")) {
      environment.put(each, folder.toString());
    }
    environment.put("DEMITASSE_CHECKPOINTS", folder.resolve("checkpoints").toString());
    environment.put("DEMITASSE_RECORDS", "");
    environment.put("DEMITASSE_HISTORY", "");
    environment.put("DEMITASSE_OFFLINE", "true");
    environment.put(
        "DEMITASSE_PROFILE", System.getenv().getOrDefault("DEMITASSE_PROFILE", "quick"));
    // Half of the memory for Java's objects; the engine's arrays and nbconvert need the rest.
    environment.put(
        "JDK_JAVA_OPTIONS",
        "-Xmx%dm -Djava.io.tmpdir=%s".formatted(limits.mebibytes() / 2, folder));
    return environment;
  }

  /** What the code has made undeletable is left for the system to tidy up: marks matter more. */
  private static void remove(Path folder) {
    try {
      Storage.delete(folder);
    } catch (IOException e) {
      System.err.println("could not remove " + folder + ": " + e.getMessage());
    }
  }
}
