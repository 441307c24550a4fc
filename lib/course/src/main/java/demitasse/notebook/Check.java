package demitasse.notebook;

import demitasse.data.ImageSet;
import demitasse.model.Pretrained;
import demitasse.model.Sequential;
import demitasse.progress.ProgressLine;
import demitasse.train.History;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The check cell at the end of a chapter: what must be true of the numbers that came out.
 *
 * <p>If the environment variable {@code DEMITASSE_RECORDS} names a folder, as it does in {@code
 * ./demitasse run}, the numbers are also written there, with what they were made on.
 *
 * <pre>{@code
 * Check.chapter("05-dense-autoencoder")
 *     .equal("parameters", summary.parameters(), 716_640)
 *     .atMost("training MSE", history.last("loss"), 0.0075)
 *     .on(mnist.train())
 *     .training("dense-autoencoder", model)
 *     .report()
 * }</pre>
 */
public final class Check {
  private final String chapter;
  private final List<Line> lines = new ArrayList<>();
  private final Map<String, Double> values = new LinkedHashMap<>();
  private final List<String> data = new ArrayList<>();
  private final Map<String, Sequential> trained = new LinkedHashMap<>();

  private record Line(boolean holds, String text) {}

  private Check(String chapter) {
    this.chapter = chapter;
  }

  /** Begins the check of a chapter. */
  public static Check chapter(String name) {
    return new Check(name);
  }

  /** The value must be the expected one. */
  public Check equal(String what, long value, long expected) {
    values.put(what, (double) value);
    return add(value == expected, what, "%,d, expected %,d", value, expected);
  }

  /** The value must not be above the limit; NaN is. */
  public Check atMost(String what, double value, double limit) {
    values.put(what, value);
    return add(value <= limit, what, "%s, at most %s", number(value), number(limit));
  }

  /** The value must not be below the limit; NaN is. */
  public Check atLeast(String what, double value, double limit) {
    values.put(what, value);
    return add(value >= limit, what, "%s, at least %s", number(value), number(limit));
  }

  /** The value is not checked, but recorded with the others. */
  public Check also(String what, double value) {
    values.put(what, value);
    return this;
  }

  /** Tells what images the numbers are of, real or generated ones. */
  public Check on(ImageSet images) {
    data.add(images.name());
    return this;
  }

  /**
   * Records the seed and the history of a training, and in the profile {@code full} the weights
   * too, for {@link Pretrained}.
   */
  public Check training(String name, Sequential model) {
    trained.put(name, model);
    return this;
  }

  /** Counts come as doubles too, and are written as what they are. */
  private static String number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e9;
    return String.format(Locale.ROOT, whole ? "%,.0f" : "%.5g", value);
  }

  private Check add(boolean holds, String what, String format, Object... values) {
    lines.add(new Line(holds, what + ": " + String.format(Locale.ROOT, format, values)));
    return this;
  }

  /**
   * Returns the report, to be shown as the cell's value.
   *
   * @throws AssertionError with the same report if something does not hold
   * @throws IllegalStateException if nothing was checked
   */
  public String report() {
    if (lines.isEmpty()) {
      throw new IllegalStateException("a check that checks nothing: " + chapter);
    }
    long failed = lines.stream().filter(line -> !line.holds()).count();
    StringBuilder report = new StringBuilder();
    // The verdict first: of an error's message, a list of runs shows the first line.
    report.append(
        String.format(
            Locale.ROOT,
            "%s: %s",
            chapter,
            failed == 0 ? "all checks hold" : failed + " of " + lines.size() + " checks FAIL"));
    if (!ProgressLine.interactive()) {
      // Of a notebook that somebody steps through, the time says how long they read.
      report.append(String.format(Locale.ROOT, ", after %d s", RunRecord.secondsSinceStart()));
    }
    Memory.peakMebibytes()
        .ifPresent(peak -> report.append(String.format(Locale.ROOT, ", at most %,d MB", peak)));
    for (Line line : lines) {
      report.append(line.holds() ? "\n✓ " : "\n✗ ").append(line.text());
    }
    if (failed > 0) {
      throw new AssertionError(report.toString());
    }
    String records = System.getenv(RunRecord.VARIABLE);
    if (records != null && !records.isBlank()) {
      try {
        writeRecord(Path.of(records));
      } catch (UncheckedIOException e) {
        // A run of hours must not lose its numbers to a full disk.
        throw new UncheckedIOException(report + "\n" + e.getMessage(), e.getCause());
      }
    }
    return report.toString();
  }

  /** Writes the numbers so far with what they were made on. */
  void writeRecord(Path folder) {
    Map<String, Long> seeds = new LinkedHashMap<>();
    Map<String, History> histories = new LinkedHashMap<>();
    trained.forEach(
        (name, model) -> {
          seeds.put(name, model.seed());
          histories.put(name, model.history());
          if (Profile.current() == Profile.FULL) {
            Pretrained.save(folder.resolve("pretrained"), name, model);
          }
        });
    RunRecord.of(chapter, data, seeds, histories, values).write(folder, histories);
  }
}
