package demitasse.train;

import static java.lang.Double.NaN;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/**
 * What was measured in each epoch of a fit, under Keras' keys: {@code loss}, {@code val_loss}, and
 * {@code seconds} for the time an epoch took.
 *
 * @param epochs numbers of the epochs, counted from 1 over all fits of a model
 * @param metrics values by key, one for each epoch, in the order in which they are shown
 */
public record History(List<Integer> epochs, Map<String, List<Double>> metrics) {
  /** The key of the training loss. */
  public static final String LOSS = "loss";

  /** The prefix of what is measured on the validation samples. */
  public static final String VALIDATION_PREFIX = "val_";

  /** The key of the time that an epoch took, in seconds, validation included. */
  public static final String SECONDS = "seconds";

  /** Copies, and checks that each key has one value for each epoch. */
  public History {
    epochs = List.copyOf(epochs);
    Map<String, List<Double>> copy = new LinkedHashMap<>();
    for (var entry : metrics.entrySet()) {
      if (entry.getValue().size() != epochs.size()) {
        throw new IllegalArgumentException(
            entry.getKey()
                + " has "
                + entry.getValue().size()
                + " values for "
                + epochs.size()
                + " epochs");
      }
      copy.put(entry.getKey(), List.copyOf(entry.getValue()));
    }
    metrics = Collections.unmodifiableMap(copy);
  }

  /** Returns a history of no epochs. */
  public static History empty() {
    return new History(List.of(), Map.of());
  }

  /** Returns this history with one more epoch. A key that it lacks, or that is new, gets NaN. */
  History with(int epoch, Map<String, Double> values) {
    List<Integer> longer = new ArrayList<>(epochs);
    longer.add(epoch);
    Set<String> keys = new LinkedHashSet<>(metrics.keySet());
    keys.addAll(values.keySet());
    Map<String, List<Double>> more = new LinkedHashMap<>();
    for (String key : keys) {
      List<Double> column =
          new ArrayList<>(metrics.getOrDefault(key, Collections.nCopies(epochs.size(), NaN)));
      column.add(values.getOrDefault(key, NaN));
      more.put(key, column);
    }
    return new History(longer, more);
  }

  /** Returns the epochs after the given one. */
  History after(int epoch) {
    int from = (int) epochs.stream().filter(each -> each <= epoch).count();
    Map<String, List<Double>> rest = new LinkedHashMap<>();
    metrics.forEach((key, values) -> rest.put(key, values.subList(from, values.size())));
    return new History(
        epochs.subList(from, epochs.size()), from == epochs.size() ? Map.of() : rest);
  }

  /**
   * Returns the value of a metric in the last epoch.
   *
   * @throws IllegalArgumentException if there is no such metric, or no epoch was finished
   */
  public double last(String key) {
    double[] values = values(key);
    if (values.length == 0) {
      throw new IllegalArgumentException("the history is empty: no epoch was finished");
    }
    return values[values.length - 1];
  }

  /**
   * Returns the values of a metric, one for each epoch.
   *
   * @throws IllegalArgumentException if there is no such metric; the message names those there are
   */
  public double[] values(String key) {
    List<Double> values = metrics.get(key);
    if (values == null) {
      throw new IllegalArgumentException(
          epochs.isEmpty()
              ? "the history is empty: no epoch was finished"
              : "no metric \"%s\" in the history, only %s"
                  .formatted(key, String.join(", ", metrics.keySet())));
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * Returns the number of the epoch with the best value of a metric: the highest if its key ends in
   * {@code accuracy}, else the lowest.
   *
   * @throws IllegalArgumentException if there is no such metric, or no epoch was finished
   */
  public int bestEpoch(String key) {
    return epochs.get(new Monitor(key).best(this));
  }

  /** Returns one row for each epoch: epoch, then the metrics. */
  public Table table() {
    Table table =
        Table.create("history", IntColumn.create("epoch", epochs.toArray(Integer[]::new)));
    metrics.forEach(
        (key, values) -> {
          DoubleColumn column = DoubleColumn.create(key, values.toArray(Double[]::new));
          // Shown as Keras shows them; the column keeps all digits.
          int digits = key.equals(SECONDS) ? 1 : 4;
          column.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(digits));
          table.addColumns(column);
        });
    return table;
  }

  /** Returns the table as text. */
  @Override
  public String toString() {
    return table().printAll();
  }
}
