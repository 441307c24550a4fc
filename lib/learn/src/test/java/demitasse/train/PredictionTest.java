package demitasse.train;

import static demitasse.layer.Layers.batchNormalization;
import static demitasse.layer.Layers.dropout;
import static demitasse.layer.Layers.input;
import static demitasse.model.Models.sequential;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InferenceTest {
  @Test
  void inTrainingABatchNormalizationTakesTheMeanOfTheBatchAndForgetsIt() {
    try (var model = sequential(input(1, 1, 1), batchNormalization())) {
      model.seed(0);
      float[][] rows = {{2}, {4}, {6}, {12}};
      float[][] before = model.predict(rows);
      float[][] during = model.predictInTraining(rows, 0);
      for (int i = 0; i < 4; i++) {
        assertEquals((rows[i][0] - 6) / Math.sqrt(14 + 1e-3), during[i][0], 1e-5);
        assertArrayEquals(before[i], model.predict(rows)[i], "the moving averages have moved");
      }
    }
  }

  @Test
  void inTrainingDropoutDropsAsTheSeedSays() {
    try (var model = sequential(input(1_000), dropout(0.25))) {
      model.seed(0);
      float[] ones = new float[1_000];
      Arrays.fill(ones, 1);
      float[][] rows = {ones};
      assertArrayEquals(ones, model.predict(rows)[0]);
      float[] dropped = model.predictInTraining(rows, 1)[0];
      int zeros = 0;
      for (float value : dropped) {
        assertTrue(value == 0 || Math.abs(value - 1 / 0.75f) < 1e-6f, "a value of " + value);
        zeros += value == 0 ? 1 : 0;
      }
      assertEquals(250, zeros, 70);
      assertArrayEquals(dropped, model.predictInTraining(rows, 1)[0]);
      assertTrue(!Arrays.equals(dropped, model.predictInTraining(rows, 2)[0]));
      assertThrows(
          IllegalArgumentException.class, () -> model.predictInTraining(new float[1][7], 1));
    }
  }
}
