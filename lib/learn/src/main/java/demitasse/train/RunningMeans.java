package demitasse.train;

import java.util.Arrays;
import java.util.List;

/**
 * The means of what was measured in the steps so far, weighted by the size of their batches, as
 * Keras shows them. The first is the loss.
 */
final class RunningMeans {
  private final double[] sums;
  private long weights;

  /** Goes on from where the epoch is. */
  RunningMeans(EpochSoFar epoch) {
    this.sums = epoch.sums().stream().mapToDouble(Double::doubleValue).toArray();
    this.weights = epoch.done();
  }

  /** Takes what was measured in a step of so many samples. */
  void add(double[] values, int weight) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += values[i] * weight;
    }
    weights += weight;
  }

  /** Returns the mean so far; NaN as soon as one value was not finite. */
  double soFar(int which) {
    return sums[which] / weights;
  }

  /** Returns all means so far. */
  double[] soFar() {
    return Arrays.stream(sums).map(sum -> sum / weights).toArray();
  }

  /** Tells whether a loss was not a number, or infinite. */
  boolean diverged() {
    return !Double.isFinite(sums[0]);
  }

  /** Returns the sums so far. */
  List<Double> sums() {
    return Arrays.stream(sums).boxed().toList();
  }
}
