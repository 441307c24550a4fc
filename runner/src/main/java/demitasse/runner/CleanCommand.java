package demitasse.runner;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./demitasse clean}: brings chapters into the form in which they are kept, or only says
 * which are not; or removes what the course has put on this machine.
 */
@Command(
    name = "clean",
    mixinStandardHelpOptions = true,
    versionProvider = ProjectVersion.class,
    description = {
      "Strips outputs, and puts notebooks into their committed form.",
      "",
      "With --all it removes what the course has put on this machine: what it has built and set up,"
          + " data sets, trainings, the engine's library, kernels. Your own copy of the chapters"
          + " (work) stays."
    })
final class CleanCommand implements Callable<Integer> {
  @Option(
      names = "--check",
      description = "only list what is not clean; exit status 1 if anything is")
  private boolean check;

  @Option(names = "--all", description = "remove what ./demitasse doctor lists as storage")
  private boolean all;

  @Parameters(
      arity = "0..*",
      paramLabel = "CHAPTER",
      description = "numbers or names, such as 3; all if none is given")
  private List<String> chapters = List.of();

  @Override
  public Integer call() throws IOException {
    Project project = Project.around(Path.of(""));
    if (all) {
      if (check || !chapters.isEmpty()) {
        throw new IllegalArgumentException("--all stands alone");
      }
      return Storage.of(project.root()).removeAndTell();
    }
    List<Path> unclean = new ArrayList<>();
    for (Path chapter : project.chapters(chapters)) {
      Notebook.read(chapter); // refuses what is no notebook, before anything is written
      JsonObject clean = CleanNotebook.of(NotebookFile.read(chapter));
      if (!Files.readString(chapter).equals(NotebookFile.text(clean))) {
        unclean.add(chapter);
        if (!check) {
          NotebookFile.write(clean, chapter);
        }
      }
    }
    for (Path chapter : unclean) {
      System.out.println(chapter.getFileName() + (check ? " is not clean" : " cleaned"));
    }
    if (unclean.isEmpty()) {
      System.out.println("all clean");
    }
    return check && !unclean.isEmpty() ? 1 : 0;
  }
}
