package demitasse.inspect;

import static demitasse.train.Training.adam;
import static demitasse.train.Training.sgd;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class OptimizerPathTest {
  /** The gradient of (a² + 4 b²) / 2. */
  private static final UnaryOperator<float[]> BOWL = at -> new float[] {at[0], 4 * at[1]};

  @Test
  void goesDownStepByStep() {
    List<float[]> path = OptimizerPath.points(sgd(0.1), new float[] {1, -1}, BOWL, 2);
    assertEquals(3, path.size());
    assertArrayEquals(new float[] {1, -1}, path.get(0));
    assertArrayEquals(new float[] {0.9f, -0.6f}, path.get(1), 1e-6f);
    assertArrayEquals(new float[] {0.81f, -0.36f}, path.get(2), 1e-6f);
  }

  @Test
  void theOptimizerRemembersTheStepsBefore() {
    // v = -0.1, w = 0.9; then v = 0.5 · -0.1 - 0.1 · 0.9 = -0.14, w = 0.76.
    List<float[]> momentum =
        OptimizerPath.points(sgd(0.1).momentum(0.5), new float[] {1}, at -> at, 2);
    assertEquals(0.76f, momentum.get(2)[0], 1e-6f);
    // Adam's first step has the length of the learning rate, however large the gradient is.
    List<float[]> adam = OptimizerPath.points(adam(0.5), new float[] {100, 0.01f}, BOWL, 1);
    assertArrayEquals(new float[] {99.5f, -0.49f}, adam.get(1), 1e-3f);
  }

  @Test
  void theStartIsNotChangedAndAWrongGradientIsRefused() {
    float[] start = {1, 1};
    OptimizerPath.points(sgd(0.1), start, BOWL, 1);
    assertArrayEquals(new float[] {1, 1}, start);
    assertThrows(
        IllegalArgumentException.class,
        () -> OptimizerPath.points(sgd(0.1), start, at -> new float[1], 1));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    float[] start = {1, 1};
    assertEquals(1, OptimizerPath.points(sgd(0.1), start, BOWL, 0).size());
    assertThrows(
        IllegalArgumentException.class, () -> OptimizerPath.points(sgd(0.1), start, BOWL, -1));
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> OptimizerPath.points(sgd(0.1), start, at -> null, 1));
    assertEquals("the gradient at a point must not be null", e.getMessage());
  }

  @Test
  void aStopEndsTheWay() {
    int[] steps = {0};
    UnaryOperator<float[]> interrupting =
        at -> {
          steps[0]++;
          Thread.currentThread().interrupt();
          return at;
        };
    assertThrows(
        CancellationException.class,
        () -> OptimizerPath.points(sgd(0.1), new float[] {1}, interrupting, 1000));
    assertTrue(Thread.interrupted());
    assertEquals(1, steps[0]);
  }
}
