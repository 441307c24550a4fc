package demitasse.train;

import java.util.Objects;

/**
 * How far a training has come.
 *
 * @param seed decides all that is random
 * @param first how many epochs were done when the fit at hand began
 * @param last how many are to be done when it ends
 * @param epochs how many are done
 * @param steps how many are done
 * @param begun the epoch behind the finished ones, as far as it has come
 * @param history of all epochs
 */
record TrainingState(
    long seed, int first, int last, int epochs, long steps, EpochSoFar begun, History history) {
  TrainingState {
    Objects.requireNonNull(begun, "the epoch at hand");
    Objects.requireNonNull(history, "the history");
  }

  /** Returns where a training begins. */
  static TrainingState beginning(long seed) {
    return new TrainingState(seed, 0, 0, 0, 0, EpochSoFar.beginning(0, 0), History.empty());
  }

  /** Returns this, where a fit of so many epochs begins, or goes on if it was stopped. */
  TrainingState fitting(int count) {
    boolean stopped = epochs < last && last - first == count;
    return stopped
        ? this
        : new TrainingState(seed, epochs, epochs + count, epochs, steps, begun, history);
  }

  /** Returns this, with a fit that is as long as asked for now. */
  TrainingState lasting(int count) {
    return new TrainingState(seed, first, first + count, epochs, steps, begun, history);
  }

  /** Returns this, with the fit at hand at its end. */
  TrainingState ended() {
    return new TrainingState(seed, first, epochs, epochs, steps, begun, history);
  }

  /** Returns this, with another seed. */
  TrainingState seed(long other) {
    return new TrainingState(other, first, last, epochs, steps, begun, history);
  }

  /** Returns this, with one more step begun. */
  TrainingState step() {
    return new TrainingState(seed, first, last, epochs, steps + 1, begun, history);
  }

  /** Returns this, with the epoch at hand as far as it has come. */
  TrainingState within(EpochSoFar soFar) {
    return new TrainingState(seed, first, last, epochs, steps, soFar, history);
  }

  /** Returns this, with one more epoch done. */
  TrainingState epoch(History longer) {
    return new TrainingState(
        seed, first, last, epochs + 1, steps, EpochSoFar.beginning(0, 0), longer);
  }

  /** Returns the epochs of the fit at hand. */
  History ofThisFit() {
    return history.after(first);
  }
}
