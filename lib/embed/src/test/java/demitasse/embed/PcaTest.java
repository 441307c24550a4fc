package demitasse.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.numeric.Parallel;
import demitasse.numeric.Points;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PcaTest {
  @Test
  void theAxesOfLargestSpreadAreFoundInTheirOrder() {
    SplittableRandom random = new SplittableRandom(1);
    float[][] rows = new float[2000][6];
    double[] spread = {1, 7, 2, 0.5, 3, 0.1};
    for (float[] row : rows) {
      for (int c = 0; c < 6; c++) {
        row[c] = (float) (100 + spread[c] * random.nextGaussian());
      }
    }
    Points projected;
    try (Parallel parallel = Parallel.of(2)) {
      projected = Pca.project(Points.of(rows, "points"), 2, parallel);
    }
    assertTrue(Math.abs(correlation(rows, 1, projected, 0)) > 0.999);
    assertTrue(Math.abs(correlation(rows, 4, projected, 1)) > 0.99);
    assertEquals(0, projected.mean()[0], 1e-3);
  }

  @Test
  void dataOfSmallerRankHasZerosForTheRest() {
    float[][] rows = new float[50][4];
    for (int i = 0; i < 50; i++) {
      rows[i][2] = i;
    }
    try (Parallel parallel = Parallel.of(1)) {
      Points projected = Pca.project(Points.of(rows, "points"), 3, parallel);
      for (int i = 0; i < 50; i++) {
        assertEquals(i - 24.5, projected.values()[3 * i], 1e-4);
        assertEquals(0, projected.values()[3 * i + 1], 1e-4);
        assertEquals(0, projected.values()[3 * i + 2], 1e-4);
      }
    }
  }

  private static double correlation(float[][] rows, int column, Points projected, int axis) {
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < rows.length; i++) {
      double x = rows[i][column] - 100;
      double y = projected.values()[i * projected.dimensions() + axis];
      xy += x * y;
      xx += x * x;
      yy += y * y;
    }
    return xy / Math.sqrt(xx * yy);
  }
}
