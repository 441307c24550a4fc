package demitasse.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever the bounds spare, every point is with the nearest center. */
class AssignmentTest {
  @ParameterizedTest
  @CsvSource({
    // n, d, k, how far from the origin
    "3000, 2, 10, 0",
    "3000, 32, 2, 0",
    "5000, 40, 10, 0",
    "5000, 40, 10, 1e6",
    "2100, 9, 130, 0",
    "700, 300, 1, 0",
    "513, 65, 27, 1e3"
  })
  void everyPointIsWithItsNearestCenter(int n, int d, int k, float far) {
    SplittableRandom random = new SplittableRandom(n + d + k);
    float[] values = new float[n * d];
    for (int v = 0; v < values.length; v++) {
      values[v] = far + (float) random.nextGaussian() + v / d % 5;
    }
    Cloud cloud = Cloud.of(new Points(n, d, values));
    double[] centers = new double[k * d];
    Arrays.setAll(centers, v -> values[v * 5 % values.length]);
    int changed = 0;
    try (Parallel parallel = Parallel.of(2)) {
      PointBlock[] blocks = PointBlock.all(cloud, parallel);
      Assignment assignment = new Assignment(cloud, blocks, k, parallel);
      for (int round = 0; round < 12; round++) {
        int[] before = assignment.labels().clone();
        int[][] changes = assignment.follow(centers);
        for (int[] stretch : changes) {
          for (int e = 0; e < stretch.length; e += 2) {
            assertEquals(before[stretch[e]], stretch[e + 1]);
            before[stretch[e]] = assignment.labels()[stretch[e]];
            changed++;
          }
        }
        // What is not said to have changed has not.
        assertEquals(-1, Arrays.mismatch(before, assignment.labels()));
        assertNearest(cloud, centers, assignment.labels());
        centers = moved(centers, 1.0 / (1 << round), random);
      }
    }
    assertTrue(k == 1 ? changed == n : changed > n, changed + " changes");
  }

  private static double[] moved(double[] centers, double way, SplittableRandom random) {
    return Arrays.stream(centers).map(v -> v + way * random.nextGaussian()).toArray();
  }

  private static void assertNearest(Cloud cloud, double[] centers, int[] labels) {
    int d = cloud.dimensions();
    for (int i = 0; i < labels.length; i++) {
      double least = Double.POSITIVE_INFINITY;
      double own = 0;
      for (int c = 0; c < centers.length / d; c++) {
        double squared = 0;
        for (int v = 0; v < d; v++) {
          squared += Math.pow(cloud.points().values()[i * d + v] - centers[c * d + v], 2);
        }
        least = Math.min(least, squared);
        own = c == labels[i] ? squared : own;
      }
      // Two that are equally near but for the rounding of the fast loops.
      assertTrue(own <= least * (1 + 1e-5), "point " + i + ": " + own + ", nearest " + least);
    }
  }
}
