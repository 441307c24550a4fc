package demitasse.train;

import static demitasse.layer.Layers.batchNormalization;
import static demitasse.layer.Layers.dropout;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import demitasse.layer.Sequential;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InferenceTest {
  @Test
  void inTrainingABatchNormalizationTakesTheMeanOfTheBatchAndForgetsIt() {
    try (var model = Sequential.of(new Shape(1, 1, 1), batchNormalization())) {
      model.build(0);
      float[][] rows = {{2}, {4}, {6}, {12}};
      float[][] before = Inference.predict(model, rows);
      float[][] during = Inference.predictInTraining(model, rows, 0);
      for (int i = 0; i < 4; i++) {
        assertEquals((rows[i][0] - 6) / Math.sqrt(14 + 1e-3), during[i][0], 1e-5);
        assertArrayEquals(
            before[i], Inference.predict(model, rows)[i], "the moving averages have moved");
      }
    }
  }

  @Test
  void inTrainingDropoutDropsAsTheSeedSays() {
    try (var model = Sequential.of(new Shape(1_000), dropout(0.25))) {
      model.build(0);
      float[] ones = new float[1_000];
      Arrays.fill(ones, 1);
      float[][] rows = {ones};
      assertArrayEquals(ones, Inference.predict(model, rows)[0]);
      float[] dropped = Inference.predictInTraining(model, rows, 1)[0];
      int zeros = 0;
      for (float value : dropped) {
        assertTrue(value == 0 || Math.abs(value - 1 / 0.75f) < 1e-6f, "a value of " + value);
        zeros += value == 0 ? 1 : 0;
      }
      assertEquals(250, zeros, 70);
      assertArrayEquals(dropped, Inference.predictInTraining(model, rows, 1)[0]);
      assertTrue(!Arrays.equals(dropped, Inference.predictInTraining(model, rows, 2)[0]));
      assertThrows(
          IllegalArgumentException.class,
          () -> Inference.predictInTraining(model, new float[1][7], 1));
    }
  }
}
