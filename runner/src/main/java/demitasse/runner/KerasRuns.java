package demitasse.runner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * What the lessons' own settings give in this year's Keras: a line for each metric, network and
 * seed, written by {@code bench/training/reproduction.py}.
 *
 * @param title of the column, with Keras' version
 * @param metrics the numbers of all seeds, by chapter and metric
 */
record KerasRuns(String title, Map<List<String>, DoubleSummaryStatistics> metrics) {
  static final String FILE = "keras.csv";

  /** Reads them from a folder, which need not have any. */
  static KerasRuns read(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return new KerasRuns("Keras", Map.of());
    }
    Table table = Reproduction.texts(file);
    var versions = new TreeSet<>(table.stringColumn("keras").asList());
    Map<List<String>, DoubleSummaryStatistics> metrics =
        table.stream()
            .collect(
                Collectors.groupingBy(
                    row -> List.of(row.getString("chapter"), row.getString("metric")),
                    Collectors.summarizingDouble(row -> number(file, row))));
    return new KerasRuns("Keras " + String.join(", ", versions), metrics);
  }

  private static double number(Path file, Row row) {
    try {
      return Double.parseDouble(row.getString("value"));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s: \"%s\" in line %d is not a number"
              .formatted(file, row.getString("value"), row.getRowNumber() + 2),
          e);
    }
  }

  /** Returns the mean of a metric with its spread over the seeds; a dash, if it was not run. */
  String cell(String chapter, String metric) {
    DoubleSummaryStatistics values = metrics.get(List.of(chapter, metric));
    if (values == null) {
      return "–";
    }
    if (values.getMin() == values.getMax()) {
      return Reproduction.shown(values.getMin());
    }
    return String.format(
        Locale.ROOT,
        "%s (%s to %s, %d seeds)",
        Reproduction.shown(values.getAverage()),
        Reproduction.shown(values.getMin()),
        Reproduction.shown(values.getMax()),
        values.getCount());
  }
}
