package demitasse.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was measured on samples: the loss and the metrics, under Keras' names.
 *
 * @param values means over the samples, in order
 */
public record Scores(Map<String, Double> values) {
  /** Copies. */
  public Scores {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Returns the loss. */
  public double loss() {
    return get(History.LOSS);
  }

  /**
   * Returns the loss or a metric.
   *
   * @param name such as {@code accuracy}
   * @throws IllegalArgumentException if it was not measured; the message names what was
   */
  public double get(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "\"" + name + "\" was not measured, only " + String.join(", ", values.keySet()));
    }
    return value;
  }

  /** Returns one line: {@code loss 0.0237 accuracy 0.9942}. */
  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(each -> String.format(Locale.ROOT, "%s %.4f", each.getKey(), each.getValue()))
        .collect(Collectors.joining("   "));
  }
}
