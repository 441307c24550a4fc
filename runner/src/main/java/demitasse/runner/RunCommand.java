package demitasse.runner;

import demitasse.progress.ProgressLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * {@code ./demitasse run [CHAPTER…]}: executes chapters, prints a line for each while it works and
 * a table at the end.
 *
 * <p>Exit status: 0 if all passed, 1 if one failed, 2 if a chapter does not exist.
 */
public final class RunCommand {
  private RunCommand() {}

  /** Runs the chapters named by the arguments, all without any. */
  public static void main(String[] args) throws InterruptedException {
    Project project;
    List<Path> chapters;
    try {
      project = Project.around(Path.of(""));
      chapters = project.chapters(List.of(args));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    var nbconvert = Nbconvert.of(project);
    List<Outcome> outcomes = new ArrayList<>();
    for (Path chapter : chapters) {
      outcomes.add(run(nbconvert, chapter));
    }
    System.out.println();
    System.out.println(table(outcomes));
    System.out.println("Pages: " + project.root().relativize(project.output()));
    System.out.println("Records: " + project.root().relativize(project.records()));
    System.exit(outcomes.stream().allMatch(Outcome::passed) ? 0 : 1);
  }

  static Outcome run(Nbconvert nbconvert, Path chapter) throws InterruptedException {
    String name = chapter.getFileName().toString().replace(Notebook.ENDING, "");
    ProgressLine line = ProgressLine.open();
    Outcome outcome =
        nbconvert.execute(
            chapter,
            glimpse ->
                line.update(
                    () ->
                        String.format(
                            Locale.ROOT,
                            "%s  %d s  %s",
                            name,
                            glimpse.time().toSeconds(),
                            megabytes(glimpse.memory().peakMebibytes()))));
    line.print(
        String.format(
            Locale.ROOT,
            "%s  %.1f s  %s  %s",
            name,
            outcome.time().toMillis() / 1000.0,
            megabytes(outcome.peakMebibytes()),
            outcome.message()));
    return outcome;
  }

  static String table(List<Outcome> outcomes) {
    List<String[]> lines = new ArrayList<>();
    lines.add(new String[] {"notebook", "time", "peak memory", "check"});
    for (Outcome outcome : outcomes) {
      lines.add(
          new String[] {
            outcome.notebook(),
            String.format(Locale.ROOT, "%.1f s", outcome.time().toMillis() / 1000.0),
            megabytes(outcome.peakMebibytes()),
            outcome.message()
          });
    }
    int[] width = new int[4];
    for (String[] line : lines) {
      for (int i = 0; i < width.length; i++) {
        width[i] = Math.max(width[i], line[i].length());
      }
    }
    StringBuilder table = new StringBuilder();
    for (String[] line : lines) {
      String format = "%-" + width[0] + "s  %" + width[1] + "s  %" + width[2] + "s  %s%n";
      table.append(String.format(format, (Object[]) line));
    }
    return table.toString().stripTrailing();
  }

  private static String megabytes(OptionalLong mebibytes) {
    return mebibytes.isEmpty() ? "–" : mebibytes.getAsLong() + " MB";
  }
}
