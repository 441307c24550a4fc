package demitasse.runner;

import demitasse.progress.ProgressLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./demitasse run [CHAPTER…]}: executes chapters, prints a line for each while it works and
 * a table at the end.
 */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = ProjectVersion.class,
    description = {
      "Executes chapters headless, and says how long each took, how much memory it needed, on"
          + " which data it ran and whether its check passed.",
      "",
      "DEMITASSE_PROFILE sets how much they compute: quick, standard or full.",
      "",
      "With --exercises each exercise is left open, done with its common mistakes, and solved: its"
          + " check must tell which is which."
    })
final class RunCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "CHAPTER",
      description = "numbers or names, such as 5 or 05-dense-autoencoder; all if none is given")
  private List<String> chapters = List.of();

  @Option(names = "--exercises", description = "do the exercises too; leaves no records")
  private boolean exercises;

  @Override
  public Integer call() throws InterruptedException {
    Project project = Project.around(Path.of(""));
    List<Path> files = project.chapters(chapters);
    var nbconvert = exercises ? Nbconvert.ofExercises(project) : Nbconvert.of(project);
    List<Outcome> outcomes = new ArrayList<>();
    for (Path chapter : files) {
      outcomes.add(exercises ? rehearse(nbconvert, project, chapter) : run(nbconvert, chapter));
    }
    System.out.println();
    System.out.println(table(outcomes));
    Path output = exercises ? project.exercises() : project.output();
    System.out.println("Pages: " + project.root().relativize(output));
    if (!exercises) {
      System.out.println("Records: " + project.root().relativize(project.records()));
    }
    warning(outcomes).ifPresent(RunCommand::printInYellow);
    return outcomes.stream().allMatch(Outcome::passed) ? 0 : 1;
  }

  /** On a terminal that shows colours; elsewhere as it is. */
  private static void printInYellow(String text) {
    System.out.println(Ansi.AUTO.new Text("@|bold,yellow " + text + "|@"));
  }

  /** Executes a chapter with its exercises done, and judges what their checks say. */
  static Outcome rehearse(Nbconvert nbconvert, Project project, Path chapter)
      throws InterruptedException {
    Path rehearsal = project.exercises().resolve("source").resolve(chapter.getFileName());
    try {
      Files.createDirectories(rehearsal.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    NotebookFile.write(Exercises.rehearsal(NotebookFile.read(chapter)), rehearsal);
    Outcome outcome = run(nbconvert, rehearsal);
    if (!outcome.passed()) {
      return outcome;
    }
    Path executed = project.exercises().resolve(chapter.getFileName());
    List<String> findings = Exercises.findings(NotebookFile.read(executed));
    findings.forEach(System.out::println);
    return findings.isEmpty() ? outcome : outcome.failed(findings.get(0));
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
    lines.add(new String[] {"notebook", "time", "peak memory", "data", "check"});
    for (Outcome outcome : outcomes) {
      lines.add(
          new String[] {
            outcome.notebook(),
            String.format(Locale.ROOT, "%.1f s", outcome.time().toMillis() / 1000.0),
            megabytes(outcome.peakMebibytes()),
            data(outcome),
            outcome.message()
          });
    }
    int[] width = new int[5];
    for (String[] line : lines) {
      for (int i = 0; i < width.length; i++) {
        width[i] = Math.max(width[i], line[i].length());
      }
    }
    StringBuilder table = new StringBuilder();
    for (String[] line : lines) {
      String format =
          "%-" + width[0] + "s  %" + width[1] + "s  %" + width[2] + "s  %-" + width[3] + "s  %s%n";
      table.append(String.format(format, (Object[]) line));
    }
    return table.toString().stripTrailing();
  }

  private static String data(Outcome outcome) {
    return outcome.standIns().isEmpty() ? outcome.passed() ? "real" : "–" : "GENERATED";
  }

  /** What must not be missed: that figures of a run are worth nothing, and what helps. */
  static Optional<String> warning(List<Outcome> outcomes) {
    List<Outcome> generated =
        outcomes.stream().filter(outcome -> !outcome.standIns().isEmpty()).toList();
    if (generated.isEmpty()) {
      return Optional.empty();
    }
    String sets =
        generated.stream()
            .flatMap(outcome -> outcome.standIns().stream())
            .distinct()
            .collect(Collectors.joining(" or "));
    String chapters = generated.stream().map(Outcome::notebook).collect(Collectors.joining(", "));
    return Optional.of(
        "Ran on GENERATED data, not on "
            + sets
            + ": "
            + chapters
            + ". No figure of these says anything about the real data; ./demitasse data fetches it.");
  }

  private static String megabytes(OptionalLong mebibytes) {
    return mebibytes.isEmpty() ? "–" : mebibytes.getAsLong() + " MB";
  }
}
