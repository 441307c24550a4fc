package demitasse.train;

import static demitasse.layer.Activation.LINEAR;
import static demitasse.layer.Layers.conv2d;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.input;
import static demitasse.layer.Padding.SAME;
import static demitasse.model.Models.sequential;
import static demitasse.train.Training.adam;
import static demitasse.train.Training.epochs;
import static demitasse.train.Training.mse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.model.Sequential;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** The thread's interrupt, a notebook's stop button, while a model measures and predicts. */
class StopTest {
  private static final int WIDTH = 4;
  private static final int MANY = 20_000;

  private static Sequential model() {
    return sequential(input(WIDTH), dense(1, LINEAR)).compile(adam(0.01), mse());
  }

  /** Samples whose reader is interrupted in their first batch; then they count the others. */
  private static WatchedSamples interrupting(int[] later) {
    boolean[] begun = {false};
    return new WatchedSamples(
        new RandomVectors(MANY, WIDTH, 1),
        indices -> {
          later[0] += begun[0] ? 1 : 0;
          begun[0] = true;
          Thread.currentThread().interrupt();
        });
  }

  @Test
  void measuringAndPredictingEndAfterTheBatchAtHand() {
    try (Sequential model = model()) {
      int[] later = {0};
      assertThrows(CancellationException.class, () -> model.evaluate(interrupting(later)));
      assertFalse(Thread.currentThread().isInterrupted(), "the interrupt is heard");
      assertThrows(CancellationException.class, () -> model.predict(interrupting(later)));
      assertFalse(Thread.currentThread().isInterrupted(), "the interrupt is heard");
      assertEquals(0, later[0], "batches after the stop");
      assertEquals(MANY, model.predict(new RandomVectors(MANY, WIDTH, 1)).length);
    }
  }

  @Test
  void aStopInTheValidationLeavesTheEpochToBeMeasured() {
    try (Sequential model = model()) {
      int[] later = {0};
      RandomVectors train = new RandomVectors(64, WIDTH, 2);
      Fit stopping = epochs(2).validation(interrupting(later));
      assertTrue(model.fit(train, stopping).epochs().size() < 2);
      assertFalse(Thread.currentThread().isInterrupted(), "the interrupt is heard");
      assertEquals(0, later[0], "batches after the stop");
      Fit again = epochs(2).validation(new RandomVectors(MANY, WIDTH, 1));
      History rest = model.fit(train, again);
      assertEquals(2, model.history().epochs().size());
      assertTrue(Double.isFinite(rest.last("val_loss")));
    }
  }

  @Test
  void fewerSamplesPassAtATimeWhereTheyTakeLong() {
    try (Sequential quick = model();
        // A hundred and seventy million products for a sample.
        Sequential slow =
            sequential(
                input(64, 8, 8),
                conv2d(512, 3, LINEAR).padding(SAME),
                conv2d(512, 3, LINEAR).padding(SAME))) {
      assertEquals(256, firstBatch(quick, WIDTH));
      int few = firstBatch(slow, 64 * 8 * 8);
      assertTrue(few >= 8 && few <= 32, few + " samples at a time");
    }
  }

  /** Returns how many samples a model asks for at a time, and has it compute nothing. */
  private static int firstBatch(Sequential model, int width) {
    int[] asked = {0};
    var samples =
        new WatchedSamples(
            new RandomVectors(300, width, 1),
            indices -> {
              asked[0] = indices.length;
              throw new UnsupportedOperationException("only asked");
            });
    assertThrows(UnsupportedOperationException.class, () -> model.predict(samples));
    return asked[0];
  }
}
