package demitasse.train;

import ai.djl.ndarray.NDList;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The means of what was measured in the steps so far, weighted by the size of their batches, as
 * Keras shows them. The first is the loss.
 *
 * <p>To read a number from the engine is to wait for all the work before it. So each measurement is
 * read some steps late, when it has long been computed: the engine never runs dry, the steps cannot
 * pile up either, and no step goes by unseen.
 */
final class RunningMeans implements AutoCloseable {
  private static final int STEPS_LATE = 2;

  private record Pending(NDList values, int weight) {}

  private final Deque<Pending> pending = new ArrayDeque<>();
  private final double[] sums;
  private long weights;

  /** Goes on from where the epoch is. */
  RunningMeans(EpochSoFar epoch) {
    this.sums = epoch.sums().stream().mapToDouble(Double::doubleValue).toArray();
    this.weights = epoch.done();
  }

  /**
   * Takes over the measurements of a step, one number each, attached to a manager which outlives
   * the step.
   */
  void add(NDList values, int weight) {
    pending.addLast(new Pending(values, weight));
    if (pending.size() > STEPS_LATE) {
      readOldest();
    }
  }

  /** Tells whether a step has been read yet. */
  boolean isKnown() {
    return weights > 0;
  }

  /** Returns the mean of what was read so far; NaN as soon as one value was not finite. */
  double soFar(int which) {
    return sums[which] / weights;
  }

  /** Tells whether a loss was read that is not a number, or infinite. */
  boolean diverged() {
    return isKnown() && !Double.isFinite(sums[0]);
  }

  /** Returns the sums of what was read so far. */
  List<Double> sums() {
    return Arrays.stream(sums).boxed().toList();
  }

  /** Reads what is still pending; from now on the means are those of all steps. */
  void finish() {
    while (!pending.isEmpty()) {
      readOldest();
    }
  }

  private void readOldest() {
    Pending oldest = pending.removeFirst();
    try (NDList values = oldest.values()) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += (double) values.get(i).getFloat() * oldest.weight();
      }
    }
    weights += oldest.weight();
  }

  @Override
  public void close() {
    pending.forEach(each -> each.values().close());
    pending.clear();
  }
}
