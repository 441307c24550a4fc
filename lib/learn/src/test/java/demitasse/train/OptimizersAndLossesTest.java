package demitasse.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptimizersAndLossesTest {
  @Test
  void settingsTellWhatTheyAre() {
    assertTrue(Training.sgd(0.1).momentum(0.9).toString().contains("momentum=0.9, nesterov=false"));
    assertEquals("epochs(3).batchSize(16)", Training.epochs(3).batchSize(16).toString());
  }

  @Test
  void adamTakesTheStepsOfThePaper() {
    float[] weight = {1, -2};
    float[][] state = new float[2][2];
    float[][] gradients = {{0.5f, -0.1f}, {0.3f, 0.2f}, {-0.4f, 0f}};
    double[] w = {1, -2};
    double[] m = new double[2];
    double[] v = new double[2];
    for (int t = 1; t <= gradients.length; t++) {
      float[] g = gradients[t - 1];
      Training.adam(0.1).at(t).apply(weight, g.clone(), state, 2);
      for (int i = 0; i < 2; i++) {
        // Algorithm 1 of the paper, with corrected moments.
        m[i] = 0.9 * m[i] + 0.1 * g[i];
        v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
        double mHat = m[i] / (1 - Math.pow(0.9, t));
        double vHat = v[i] / (1 - Math.pow(0.999, t));
        w[i] -= 0.1 * mHat / (Math.sqrt(vHat) + 1e-7);
      }
      assertArrayEquals(new float[] {(float) w[0], (float) w[1]}, weight, 2e-5f);
    }
  }

  @Test
  void mseIsTheMeanOverBatchAndElementsWithoutHalf() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray target = manager.create(new float[] {1, 2, 3, 4}, new Shape(2, 2));
      NDArray output = manager.create(new float[] {2, 2, 0, 4}, new Shape(2, 2));
      assertEquals((1 + 9) / 4f, Training.mse().of(target, output).getFloat(), 1e-6f);
      assertEquals("mse", Training.mse().name());
    }
  }

  @Test
  void sgdTakesTheStepsOfKeras() {
    assertSgd(Training.sgd(0.1), 0, false, 0);
    assertSgd(Training.sgd(0.1).momentum(0.9), 0.9, false, 0);
    assertSgd(Training.sgd(0.1).momentum(0.9).nesterov(), 0.9, true, 0);
  }

  @Test
  void weightDecayAddsItsPullToTheGradient() {
    assertSgd(Training.sgd(0.1).weightDecay(0.5), 0, false, 0.5);
    assertSgd(Training.sgd(0.1).momentum(0.9).weightDecay(0.5), 0.9, false, 0.5);
    assertSgd(Training.sgd(0.1).weightDecay(0.5).momentum(0.9).nesterov(), 0.9, true, 0.5);
    Sgd sgd = Training.sgd(0.1);
    assertThrows(IllegalArgumentException.class, () -> sgd.weightDecay(-1e-4));
    assertThrows(IllegalArgumentException.class, () -> sgd.weightDecay(Float.NaN));
  }

  private static void assertSgd(Optimizer optimizer, double m, boolean nesterov, double decay) {
    float[] weight = {1, -2};
    float[][] state = new float[optimizer.stateArrays()][2];
    float[][] gradients = {{0.5f, -0.1f}, {0.3f, 0.2f}, {-0.4f, 0f}};
    double[] w = {1, -2};
    double[] v = new double[2];
    for (int t = 1; t <= gradients.length; t++) {
      float[] g = gradients[t - 1];
      optimizer.at(t).apply(weight, g.clone(), state, 2);
      for (int i = 0; i < 2; i++) {
        double pulled = g[i] + decay * w[i];
        v[i] = m * v[i] - 0.1 * pulled;
        w[i] += nesterov ? m * v[i] - 0.1 * pulled : v[i];
      }
      assertArrayEquals(new float[] {(float) w[0], (float) w[1]}, weight, 1e-6f);
    }
  }

  @Test
  void whatStandsBehindTheCountIsLeftAlone() {
    for (Optimizer optimizer :
        List.of(
            Training.adam(0.1),
            Training.sgd(0.1).weightDecay(0.5),
            Training.sgd(0.1).momentum(0.9),
            Training.sgd(0.1).momentum(0.9).nesterov())) {
      float[] weight = {1, 1};
      float[][] state = new float[optimizer.stateArrays()][2];
      optimizer.at(1).apply(weight, new float[] {1, 1}, state, 1);
      assertTrue(weight[0] < 1);
      assertEquals(1, weight[1]);
      for (float[] each : state) {
        assertTrue(each[0] != 0);
        assertEquals(0, each[1]);
      }
    }
  }

  @Test
  void theStaircaseFallsAfterWholeStretches() {
    Schedule schedule = Training.staircase(0.01, 10_000, 0.96);
    assertEquals(0.01f, schedule.at(0));
    assertEquals(0.01f, schedule.at(9_999));
    assertEquals(0.0096f, schedule.at(10_000), 1e-9f);
    // The chapter's 156,300 steps: 15 decays.
    assertEquals(0.00542f, schedule.at(156_299), 5e-6f);
    assertThrows(IllegalArgumentException.class, () -> Training.staircase(0.01, 0, 0.96));
    assertThrows(IllegalArgumentException.class, () -> Training.staircase(0, 10, 0.96));
    assertThrows(IllegalArgumentException.class, () -> Training.staircase(0.1, 10, Float.NaN));
    assertThrows(IllegalArgumentException.class, () -> Training.constant(-1));
    assertThrows(IllegalArgumentException.class, () -> Training.sgd(0.1).momentum(1));
  }

  @Test
  void theCosineWarmsUpAndEndsAtNothing() {
    Schedule schedule = Training.cosine(0.4, 3, 103);
    assertEquals(0.1f, schedule.at(0), 1e-7f);
    assertEquals(0.2f, schedule.at(1), 1e-7f);
    assertEquals(0.4f, schedule.at(3), 1e-7f);
    // cos 60° = 1/2 after a third of the way, cos 90° = 0 in the middle.
    assertEquals(0.3f, Training.cosine(0.4, 0, 99).at(33), 1e-7f);
    assertEquals(0.2f, schedule.at(53), 1e-7f);
    assertEquals(0, schedule.at(103), 1e-7f);
    assertEquals(0, schedule.at(1_000), 1e-7f);
    assertThrows(IllegalArgumentException.class, () -> Training.cosine(0, 3, 103));
    assertThrows(IllegalArgumentException.class, () -> Training.cosine(0.4, -1, 103));
    assertThrows(IllegalArgumentException.class, () -> Training.cosine(0.4, 103, 103));
  }

  @Test
  void optimizersAskTheScheduleForEachStep() {
    Optimizer sgd = Training.sgd(Training.staircase(1, 2, 0.1));
    float[] weight = {0};
    for (int t = 1; t <= 4; t++) {
      sgd.at(t).apply(weight, new float[] {1}, new float[0][], 1);
    }
    assertEquals(-2.2f, weight[0], 1e-6f);
  }

  @Test
  void crossentropyIsTheChaptersExample() {
    float[] prediction = {0.1f, 0.3f, 0.05f, 0.02f, 0.01f, 0.01f, 0.1f, 0.1f, 0.2f, 0.01f};
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray output = manager.create(prediction, new Shape(1, 10));
      NDArray label = manager.create(new int[] {2});
      NDArray oneHot = manager.create(new float[] {0, 0, 1, 0, 0, 0, 0, 0, 0, 0}, new Shape(1, 10));
      Loss sparse = Training.sparseCategoricalCrossentropy();
      Loss categorical = Training.categoricalCrossentropy();
      assertEquals(2.9957f, sparse.of(label, output).getFloat(), 1e-4f);
      assertEquals(2.9957f, categorical.of(oneHot, output).getFloat(), 1e-4f);
      // The ten numbers are no distribution, their sum is 0.9; softmax of their logarithms makes
      // one.
      assertEquals(2.8904f, sparse.ofLogits(label, output.log()).getFloat(), 1e-4f);
      assertEquals(2.8904f, categorical.ofLogits(oneHot, output.log()).getFloat(), 1e-4f);
      assertEquals("sparse_categorical_crossentropy", sparse.name());
      assertEquals("categorical_crossentropy", categorical.name());
      assertThrows(IllegalArgumentException.class, () -> sparse.of(oneHot, output));
      assertThrows(IllegalArgumentException.class, () -> categorical.of(label, output));
    }
  }

  @Test
  void crossentropyOfLogitsIsExactWhereProbabilitiesVanish() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray logits = manager.create(new float[] {200, 0, -50, 0, 0, 0}, new Shape(2, 3));
      NDArray labels = manager.create(new int[] {2, 1});
      float loss = Training.sparseCategoricalCrossentropy().ofLogits(labels, logits).getFloat();
      assertEquals((250 + Math.log(3)) / 2, loss, 1e-3);
    }
  }

  @Test
  void accuracyAndTopKCountTheTrueClassAmongTheLargest() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray output =
          manager.create(
              new float[] {0.1f, 0.2f, 0.7f, 0.5f, 0.3f, 0.2f, 0.3f, 0.4f, 0.3f}, new Shape(3, 3));
      NDArray labels = manager.create(new int[] {2, 1, 0});
      NDArray oneHot = manager.create(new float[] {0, 0, 1, 0, 1, 0, 1, 0, 0}, new Shape(3, 3));
      for (NDArray target : new NDArray[] {labels, oneHot}) {
        assertEquals(1 / 3f, Training.accuracy().of(target, output), 1e-6f);
        assertEquals(1, Training.topK(2).of(target, output), 1e-6f);
      }
      assertEquals("accuracy", Training.accuracy().name());
      assertEquals("top_5_accuracy", Training.topK(5).name());
      assertThrows(IllegalArgumentException.class, () -> Training.topK(0));
    }
  }
}
