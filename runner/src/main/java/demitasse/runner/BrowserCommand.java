package demitasse.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./demitasse e2e [CHAPTER…]}: steps through chapters in a real browser. */
@Command(
    name = "e2e",
    mixinStandardHelpOptions = true,
    versionProvider = ProjectVersion.class,
    description = "Steps through chapters in a real browser; screenshots in target/e2e.")
final class BrowserCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "CHAPTER",
      description = "numbers or names, such as 3; all if none is given")
  private List<String> chapters = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Project project = Project.around(Path.of(""));
    String names =
        chapters.isEmpty()
            ? ""
            : project.chapters(chapters).stream()
                .map(file -> file.getFileName().toString())
                .collect(Collectors.joining(" "));
    int status =
        Maven.run(
            project.root(),
            Map.of(),
            List.of("-Pe2e", "-pl", "e2e", "verify", "-Dchapters=" + names));
    System.out.println("screenshots: target/e2e/screenshots");
    return status;
  }
}
