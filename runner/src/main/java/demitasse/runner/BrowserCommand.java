package demitasse.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./demitasse e2e}: steps through chapters, or checks the site, in a real browser. */
@Command(
    name = "e2e",
    mixinStandardHelpOptions = true,
    versionProvider = ProjectVersion.class,
    description = {
      "Steps through chapters in a real browser; screenshots in target/e2e.",
      "",
      "With --site it checks the pages in target/site instead: their accessibility, the"
          + " demonstrations and the search."
    })
final class BrowserCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "CHAPTER",
      description = "numbers or names, such as 3; all if none is given")
  private List<String> chapters = List.of();

  @Option(
      names = "--site",
      description = "check the pages that ./demitasse site has written to target/site")
  private boolean site;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Project project = Project.around(Path.of(""));
    if (site) {
      return read(project);
    }
    List<Path> files = project.chapters(chapters);
    int status = SparkModule.makeFor(project, files);
    if (status != 0) {
      return status;
    }
    String names =
        chapters.isEmpty()
            ? ""
            : files.stream()
                .map(file -> file.getFileName().toString())
                .collect(Collectors.joining(" "));
    return verify(project, "-Dchapters=" + names);
  }

  private static int read(Project project) throws IOException, InterruptedException {
    Path site = project.site();
    if (!Files.exists(site.resolve("index.html"))) {
      throw new IllegalArgumentException(site + " has no pages: ./demitasse site makes them");
    }
    return verify(project, "-Dtest=SitePagesTest", "-Dsite=" + site);
  }

  private static int verify(Project project, String... options)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("-Pe2e", "-pl", "e2e", "verify"));
    arguments.addAll(List.of(options));
    int status = Maven.run(project.root(), Map.of(), arguments);
    System.out.println("screenshots: target/e2e/screenshots");
    return status;
  }
}
