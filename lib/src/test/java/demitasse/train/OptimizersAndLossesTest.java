package demitasse.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class OptimizersAndLossesTest {
  @Test
  void adamTakesTheStepsOfThePaper() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray weight = manager.create(new float[] {1, -2});
      NDArray[] state = {manager.zeros(new Shape(2)), manager.zeros(new Shape(2))};
      float[][] gradients = {{0.5f, -0.1f}, {0.3f, 0.2f}, {-0.4f, 0f}};
      double[] w = {1, -2};
      double[] m = new double[2];
      double[] v = new double[2];
      for (int t = 1; t <= gradients.length; t++) {
        float[] g = gradients[t - 1];
        Optimizers.adam(0.1f).update(weight, manager.create(g), state, t);
        for (int i = 0; i < 2; i++) {
          // Algorithm 1 of the paper, with corrected moments.
          m[i] = 0.9 * m[i] + 0.1 * g[i];
          v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
          double mHat = m[i] / (1 - Math.pow(0.9, t));
          double vHat = v[i] / (1 - Math.pow(0.999, t));
          w[i] -= 0.1 * mHat / (Math.sqrt(vHat) + 1e-7);
        }
        assertArrayEquals(new float[] {(float) w[0], (float) w[1]}, weight.toFloatArray(), 2e-5f);
      }
    }
  }

  @Test
  void mseIsTheMeanOverBatchAndElementsWithoutHalf() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray target = manager.create(new float[] {1, 2, 3, 4}, new Shape(2, 2));
      NDArray output = manager.create(new float[] {2, 2, 0, 4}, new Shape(2, 2));
      assertEquals((1 + 9) / 4f, Losses.mse().of(target, output).getFloat(), 1e-6f);
      assertEquals("mse", Losses.mse().name());
    }
  }
}
