package demitasse.train;

import ai.djl.ndarray.NDArray;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The mean of the losses of the steps so far, weighted by the size of their batches, as Keras shows
 * it.
 *
 * <p>To read a number from the engine is to wait for all the work before it. So each loss is read
 * some steps late, when it has long been computed: the engine never runs dry, the steps cannot pile
 * up either, and no step goes by unseen.
 */
final class RunningMean implements AutoCloseable {
  private static final int STEPS_LATE = 2;

  private record Pending(NDArray value, int weight) {}

  private final Deque<Pending> pending = new ArrayDeque<>();
  private double sum;
  private long weights;

  /** Takes over the loss of a step; it must be attached to a manager that outlives the step. */
  void add(NDArray value, int weight) {
    pending.addLast(new Pending(value, weight));
    if (pending.size() > STEPS_LATE) {
      readOldest();
    }
  }

  /** Returns the mean of what was read so far; NaN as soon as one loss was not finite. */
  double soFar() {
    return sum / weights;
  }

  /** Tells whether a loss was read that is not a number, or infinite. */
  boolean diverged() {
    return weights > 0 && !Double.isFinite(sum);
  }

  /** Reads what is still pending and returns the mean of all. */
  double finish() {
    while (!pending.isEmpty()) {
      readOldest();
    }
    return soFar();
  }

  private void readOldest() {
    Pending oldest = pending.removeFirst();
    try (NDArray value = oldest.value()) {
      sum += (double) value.getFloat() * oldest.weight();
    }
    weights += oldest.weight();
  }

  @Override
  public void close() {
    pending.forEach(each -> each.value().close());
    pending.clear();
  }
}
