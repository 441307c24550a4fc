package demitasse.runner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code ./demitasse site [--from FOLDER] [--output FOLDER] [--keep]}: executes the series, or
 * takes notebooks that were executed before, and writes a static site.
 *
 * <p>Exit status: 0 if the site is written, 1 if a chapter failed, 2 if the arguments make no
 * sense.
 */
public final class SiteCommand {
  private SiteCommand() {}

  /** Writes the site. */
  public static void main(String[] args) throws InterruptedException {
    Project project = Project.around(Path.of(""));
    Path output = project.root().resolve("target").resolve("site");
    Path from = null;
    boolean keep = false;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--from" -> from = Path.of(value(args, ++i));
        case "--output" -> output = Path.of(value(args, ++i));
        case "--keep" -> keep = true;
        default -> refuse("unknown: " + args[i]);
      }
    }
    var nbconvert = Nbconvert.of(project);
    try {
      List<Path> executed =
          from == null ? execute(project, nbconvert) : executedBefore(project, from);
      new Site(project, nbconvert, output).write(executed);
      System.out.println("Site: " + output.resolve("index.html"));
      if (keep) {
        Site.writeMarkdown(project, executed, project.kept());
        System.out.println("Kept: " + project.root().relativize(project.kept()));
      }
    } catch (IllegalArgumentException e) {
      refuse(e.getMessage());
    }
  }

  private static List<Path> execute(Project project, Nbconvert nbconvert)
      throws InterruptedException {
    boolean failed = false;
    for (Path chapter : project.chapters()) {
      failed |= !RunCommand.run(nbconvert, chapter).passed();
    }
    if (failed) {
      System.err.println("a chapter failed: there is no site");
      System.exit(1);
    }
    return executedBefore(project, project.output());
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

  private static String value(String[] args, int index) {
    if (index == args.length) {
      refuse(args[index - 1] + " needs a folder");
    }
    return args[index];
  }

  private static void refuse(String message) {
    System.err.println(message);
    System.exit(2);
  }
}
