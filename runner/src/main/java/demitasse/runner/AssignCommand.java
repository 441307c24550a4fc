package demitasse.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./demitasse assign}: makes the students' version of a chapter's exercises. */
@Command(
    name = "assign",
    mixinStandardHelpOptions = true,
    versionProvider = ProjectVersion.class,
    description = {
      "Makes the students' version of a chapter with exercises: without its solutions and hidden"
          + " checks, and with nbgrader's metadata, which locks everything but the answers.",
      "",
      "CHAPTER is a number or a name, such as 5, or a notebook of your own that is built like a"
          + " chapter. In it, a code cell with the tag exercise-hidden and a name such as"
          + " exercise-1-hidden is a check that students do not see, and the tag points-3 on a check"
          + " says what it is worth (1 if it has none).",
      "",
      "Hand out the notebook, collect what comes back in one folder, and give that folder to"
          + " ./demitasse grade."
    })
final class AssignCommand implements Callable<Integer> {
  @Parameters(paramLabel = "CHAPTER", description = "a chapter, or a notebook of your own")
  private String chapter;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "where the notebook goes (default: target/assignments/CHAPTER)")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Project project = Project.around(Path.of(""));
    Path source = project.chapterOrFile(chapter);
    Assignment assignment = Assignment.read(source);
    Path folder = out == null ? project.assignments().resolve(assignment.name()) : out;
    Path file = folder.resolve(assignment.name() + Notebook.ENDING);
    if (Files.exists(file) && Files.isSameFile(file, source)) {
      throw new IllegalArgumentException(
          "the students' version would overwrite " + source + ": choose another folder");
    }
    NotebookFile.write(assignment.forStudents(), file);
    System.out.println("for students: " + file);
    List<Assignment.Task> tasks = assignment.tasks();
    tasks.forEach(task -> System.out.printf("%4d  %s%n", task.points(), task.title()));
    System.out.printf("%4d  points in all%n", assignment.points());
    return 0;
  }
}
