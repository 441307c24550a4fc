package demitasse.numeric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointBlockTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64})
  void distancesAreThoseOfThePoints(int dimensions) {
    Points points = Points.of(gaussian(700, dimensions), "points");
    try (Parallel parallel = Parallel.of(2)) {
      PointBlock[] blocks = PointBlock.all(Cloud.aroundZero(points), parallel);
      assertEquals(2, blocks.length);
      float[] first = new float[PointBlock.CAPACITY];
      float[] second = new float[PointBlock.CAPACITY];
      int start = 0;
      double[] origin = new double[dimensions];
      for (PointBlock block : blocks) {
        block.relativeDistances(points, 3, 650, first, second);
        for (int j = 0; j < block.size(); j++) {
          assertEquals(
              points.squaredDistance(3, points, start + j),
              first[j] + points.squaredDistance(3, origin),
              1e-4);
          assertEquals(
              points.squaredDistance(650, points, start + j),
              second[j] + points.squaredDistance(650, origin),
              1e-4);
        }
        start += block.size();
      }
    }
  }

  @Test
  void theNearestCenterIsFoundForAnOddNumberOfCenters() {
    Cloud cloud = Cloud.of(Points.of(gaussian(300, 5), "points"));
    Points centers = Points.of(gaussian(7, 5), "centers");
    double[] values = new double[35];
    Arrays.setAll(values, v -> centers.values()[v]);
    int[] labels = new int[300];
    double[] distances = new double[300];
    new NearestCenter(cloud, values).assign(PointBlock.of(cloud, 0, 300), 0, labels, distances);
    for (int i = 0; i < 300; i++) {
      double own = cloud.points().squaredDistance(i, centers, labels[i]);
      assertEquals(own, distances[i], 1e-3 * own);
      for (int c = 0; c < 7; c++) {
        assertTrue(own <= cloud.points().squaredDistance(i, centers, c) + 1e-5);
      }
    }
  }

  @Test
  void pointsThatAreNoMatrixOfFiniteNumbersAreRefusedByPlace() {
    assertRefused("points: no rows", new float[0][]);
    assertRefused("points: no columns", new float[2][0]);
    assertRefused("points: row 1 has 3 values, row 0 has 2", new float[][] {{1, 2}, {1, 2, 3}});
    assertRefused("points: row 1, column 0 is NaN", new float[][] {{1, 2}, {Float.NaN, 2}});
    assertRefused(
        "points: row 0, column 1 is -Infinity", new float[][] {{1, Float.NEGATIVE_INFINITY}});
  }

  private static void assertRefused(String message, float[][] rows) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Points.of(rows, "points"));
    assertEquals(message, e.getMessage());
  }

  @Test
  void packingAndUnpackingGivesTheRowsBack() {
    float[][] rows = gaussian(5, 3);
    float[][] unpacked = Points.of(rows, "points").rows();
    for (int i = 0; i < 5; i++) {
      assertArrayEquals(rows[i], unpacked[i]);
    }
  }

  private static float[][] gaussian(int n, int d) {
    SplittableRandom random = new SplittableRandom(n + d);
    float[][] rows = new float[n][d];
    for (float[] row : rows) {
      for (int c = 0; c < d; c++) {
        row[c] = (float) random.nextGaussian();
      }
    }
    return rows;
  }
}
