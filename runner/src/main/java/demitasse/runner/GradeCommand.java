package demitasse.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./demitasse grade}: marks what students have handed in. */
@Command(
    name = "grade",
    mixinStandardHelpOptions = true,
    versionProvider = ProjectVersion.class,
    description = {
      "Marks what students have handed in: executes each notebook in a fresh kernel, with the"
          + " original checks, and writes marks.csv and a page of feedback for each student.",
      "",
      "FOLDER holds a folder for each student (its name is the student's) with a notebook in it, or"
          + " a notebook for each student. The chapter's own code runs, with the student's answers"
          + " and added cells; changed or deleted checks are reported and count as they were.",
      "",
      "Marks are kept as long as the notebook, the chapter and the limits stay the same. Type the"
          + " command again to go on after an interruption, or to grade late submissions.",
      "",
      "Where bubblewrap is installed (Debian: bubblewrap), a submission writes to a folder of its"
          + " own only, has no network, and sees neither the other submissions nor the chapters with"
          + " their solutions and hidden checks. Without it a submission has your rights: the"
          + " command then says so, and reports changes to the course's and other students' files."
          + " Either way time, memory, processes and files are limited, and all processes are ended."
          + " Code that attacks the checks themselves from within its kernel can deceive them: look"
          + " at the answers.",
      "",
      "The chapter runs in quick unless DEMITASSE_PROFILE says otherwise."
    })
final class GradeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "what the students have handed in")
  private Path folder;

  @Option(
      names = "--chapter",
      paramLabel = "CHAPTER",
      description =
          "the chapter, or your own notebook with hidden checks (default: the chapter"
              + " that the notebooks were made from)")
  private String chapter;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "where the marks go (default: target/grades/CHAPTER)")
  private Path out;

  @Option(
      names = "--cell-timeout",
      paramLabel = "SECONDS",
      description = "for one cell, which is then stopped (default: ${DEFAULT-VALUE})")
  private int cellSeconds = 60;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "for one notebook, which is then ended (default: ${DEFAULT-VALUE})")
  private int seconds = 600;

  @Option(
      names = "--memory",
      paramLabel = "MB",
      description = "for one notebook and all that it starts (default: ${DEFAULT-VALUE})")
  private int mebibytes = 2048;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    if (cellSeconds < 1 || seconds < 1 || mebibytes < 256) {
      throw new IllegalArgumentException(
          "--cell-timeout and --timeout must be at least 1, --memory at least 256");
    }
    Project project = Project.around(Path.of(""));
    Path submitted = folder.toRealPath();
    Path source = source(project, submitted).toRealPath();
    Assignment assignment = Assignment.read(source);
    Path output = out == null ? project.grades().resolve(assignment.name()) : out;
    Files.createDirectories(output);
    List<Submission> submissions = Submission.in(submitted, assignment.name());
    var limits =
        new Grader.Limits(Duration.ofSeconds(cellSeconds), Duration.ofSeconds(seconds), mebibytes);
    boolean bubblewrap = Sandbox.hasBubblewrap();
    if (!bubblewrap) {
      System.out.println(
          "bubblewrap is not installed, or not allowed here: submissions run with your rights");
    }
    String jupyter = Nbconvert.jupyter();
    var view =
        SandboxView.ofSubmissions(
            project, jupyter, List.of(submitted, output.toRealPath(), source));
    var sandbox = new Sandbox(bubblewrap, limits.whole(), mebibytes, view);
    var grader = new Grader(project, jupyter, assignment, limits, sandbox);
    var watched = List.of(project.root(), submitted, output.toRealPath());
    new Grading(assignment, grader, output, bubblewrap ? List.of() : watched).all(submissions);
    return 0;
  }

  private Path source(Project project, Path submitted) throws IOException {
    if (chapter != null) {
      return project.chapterOrFile(chapter);
    }
    List<String> names = Submission.assignmentsIn(submitted);
    if (names.size() != 1) {
      throw new IllegalArgumentException(
          names.isEmpty()
              ? "no notebook in "
                  + folder
                  + " says which chapter it was made from: name it with"
                  + " --chapter"
              : "the notebooks in %s were made from several chapters (%s): name one with --chapter"
                  .formatted(folder, String.join(", ", names)));
    }
    return project.chapterOrFile(names.get(0));
  }
}
