package demitasse.runner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./demitasse site}: executes the series, or takes notebooks that were executed before, and
 * writes a static site.
 */
@Command(
    name = "site",
    mixinStandardHelpOptions = true,
    versionProvider = ProjectVersion.class,
    description = "Executes the chapters and writes them as static pages that need no server.")
final class SiteCommand implements Callable<Integer> {
  /** As many as on chapter 9's map. */
  private static final int MAP_POINTS = 5_000;

  @Option(
      names = "--from",
      paramLabel = "FOLDER",
      description = "take notebooks executed before, such as those in target/notebooks")
  private Path from;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description = "where the pages go (default: target/site)")
  private Path output;

  @Option(
      names = "--keep",
      description = "also renew docs/chapters, the pages kept with the project")
  private boolean keep;

  @Option(
      names = "--no-demos",
      description = "leave out the demonstrations, which run in the browser and need npm here")
  private boolean noDemos;

  @Override
  public Integer call() throws InterruptedException {
    Project project = Project.around(Path.of(""));
    var nbconvert = Nbconvert.of(project);
    if (!noDemos) {
      // Without npm it fails here, and not after half an hour of chapters.
      new OnnxRuntimeWeb(project.packages()).provide();
    }
    if (from == null && !execute(project, nbconvert)) {
      System.err.println("a chapter failed: there is no site");
      return 1;
    }
    List<Path> executed = executedBefore(project, from == null ? project.output() : from);
    Path pages = output == null ? project.site() : output;
    Optional<Demos> demos =
        noDemos ? Optional.empty() : Optional.of(Demos.of(project, pages, MAP_POINTS));
    new Site(project, nbconvert, pages, demos).write(executed);
    System.out.println("Site: " + pages.resolve("index.html"));
    if (keep) {
      Site.writeMarkdown(project, executed, project.kept());
      System.out.println("Kept: " + project.root().relativize(project.kept()));
    }
    return 0;
  }

  private static boolean execute(Project project, Nbconvert nbconvert) throws InterruptedException {
    boolean passed = true;
    for (Path chapter : project.chapters()) {
      passed &= RunCommand.run(nbconvert, chapter).passed();
    }
    return passed;
  }

  private static List<Path> executedBefore(Project project, Path folder) {
    List<Path> executed = new ArrayList<>();
    for (Path chapter : project.chapters()) {
      Path file = folder.resolve(chapter.getFileName());
      if (!Files.exists(file)) {
        throw new IllegalArgumentException(file + " is missing: ./demitasse run makes it");
      }
      executed.add(file);
    }
    return executed;
  }
}
