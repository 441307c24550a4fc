package demitasse.train;

import demitasse.data.Samples;
import java.util.Optional;

/**
 * How to fit: {@code Fit.epochs(10).batchSize(256).validation(part)}.
 *
 * @param epochs how many times to go through the training samples, at least 1
 * @param batchSize how many samples a step looks at, at least 1; Keras' default is 32
 * @param validation samples that are measured after each epoch and never learned from
 */
public record Fit(int epochs, int batchSize, Optional<Samples> validation) {
  private static final int KERAS_BATCH_SIZE = 32;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public Fit {
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs must be at least 1, not " + epochs);
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("the batch size must be at least 1, not " + batchSize);
    }
  }

  /** Returns a fit of so many epochs, with batches of 32 and no validation. */
  public static Fit epochs(int epochs) {
    return new Fit(epochs, KERAS_BATCH_SIZE, Optional.empty());
  }

  /** Returns the same with another batch size. */
  public Fit batchSize(int batchSize) {
    return new Fit(epochs, batchSize, validation);
  }

  /** Returns the same with validation samples, measured after each epoch. */
  public Fit validation(Samples validation) {
    return new Fit(epochs, batchSize, Optional.of(validation));
  }
}
