package demitasse.train;

import java.util.List;

/**
 * A key of the history that tells which epoch was the best: the one with the highest value if the
 * key ends in accuracy, else the one with the lowest, as Keras' mode {@code auto}.
 */
record Monitor(String key) {
  /**
   * Checks that the key is one of those that are going to be measured.
   *
   * @throws IllegalArgumentException if it is not
   */
  void requireIn(List<String> keys) {
    if (!keys.contains(key)) {
      throw new IllegalArgumentException(
          "\"%s\" is to be watched, but only %s are measured"
              .formatted(key, String.join(", ", keys)));
    }
  }

  boolean isBetter(double value, double than) {
    return key.endsWith("accuracy") ? value > than : value < than;
  }

  /**
   * Returns the place of the best epoch in a history; of equals, the first.
   *
   * @throws IllegalArgumentException if the history has no such key, or no epoch
   */
  int best(History history) {
    history.last(key);
    List<Double> values = history.metrics().get(key);
    int best = 0;
    for (int i = 1; i < values.size(); i++) {
      if (isBetter(values.get(i), values.get(best)) || values.get(best).isNaN()) {
        best = i;
      }
    }
    return best;
  }
}
