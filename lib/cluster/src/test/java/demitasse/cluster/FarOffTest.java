package demitasse.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Points that lie side by side and far from others, or on a scale of their own. */
class FarOffTest {
  private static float[][] line(float... values) {
    float[][] points = new float[values.length][1];
    for (int i = 0; i < values.length; i++) {
      points[i][0] = values[i];
    }
    return points;
  }

  /** The least inertia of values on a line, by trying every division of the sorted ones. */
  private static double least(double[] values, int k) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] best = new double[sorted.length + 1];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    best[0] = 0;
    for (int clusters = 0; clusters < k; clusters++) {
      double[] next = new double[best.length];
      Arrays.fill(next, Double.POSITIVE_INFINITY);
      for (int to = 1; to < best.length; to++) {
        for (int from = 0; from < to; from++) {
          double mean = Arrays.stream(sorted, from, to).average().orElseThrow();
          double own = Arrays.stream(sorted, from, to).map(v -> (v - mean) * (v - mean)).sum();
          next[to] = Math.min(next[to], best[from] + own);
        }
      }
      best = next;
    }
    return best[sorted.length];
  }

  private static void assertLeast(int k, float... values) {
    double[] exact = IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    double least = least(exact, k);
    KMeansResult result = KMeans.fit(line(values), KMeansOptions.of(k).nInit(30));
    assertEquals(least, result.inertia(), 1e-6 * least, Arrays.toString(values));
    assertEquals(k, Arrays.stream(result.labels()).distinct().count());
  }

  @Test
  void smallGapsCountBesideLargeOnes() {
    assertLeast(4, 0, 1, 5000, 5001);
    assertLeast(3, 0, 1, 20000);
    assertLeast(3, 0, 1, 2, 3, 4, 5, 6, 7, 8, 1e6f);
    assertLeast(4, 0, 1, 2, 3, 4, 5, 6, 7, 8, 1e6f, -1e12f);
    assertLeast(3, 0, 1, 2, 3, 4, 5, 6, 7, 8, 1e19f);
    assertLeast(4, 1e7f, 1e7f + 1, 1e7f + 2, 1e7f + 7, 1e7f + 9, 3, 4, 0);
    assertLeast(5, 1e-3f, 2e-3f, 1, 2, 1e3f, 2e3f, 1e6f, 2e6f);
    assertLeast(2, 1e-20f, 2e-20f, 5e-20f, 6e-20f);
  }

  @ParameterizedTest
  @CsvSource({"1e19", "1e30", "1e-15", "1e-25", "1e-37"})
  void theScaleChangesNoLabel(float scale) {
    SplittableRandom random = new SplittableRandom(1);
    float[][] points = new float[400][3];
    float[][] scaled = new float[400][3];
    for (int i = 0; i < points.length; i++) {
      for (int c = 0; c < 3; c++) {
        points[i][c] = (float) (6 * (i % 4 >> c & 1) + random.nextGaussian());
        scaled[i][c] = scale * points[i][c];
      }
    }
    KMeansResult expected = KMeans.fit(points, KMeansOptions.of(4));
    KMeansResult found = KMeans.fit(scaled, KMeansOptions.of(4));
    assertEquals(1, ClusterQuality.adjustedRand(expected.labels(), found.labels()), 1e-12);
    assertEquals(expected.inertia(), found.inertia() / scale / scale, 1e-4 * expected.inertia());
    assertEquals(
        expected.centroids()[0][0], found.centroids()[0][0] / scale, 1e-3, "the first centroid");
    assertEquals(
        ClusterQuality.silhouette(points, expected.labels(), 400, 0),
        ClusterQuality.silhouette(scaled, expected.labels(), 400, 0),
        1e-4);
  }

  @ParameterizedTest
  @ValueSource(floats = {1e4f, 1e7f, 1e10f, 1e18f})
  void aBlobFarAwayLeavesTheOthersApart(float far) {
    SplittableRandom random = new SplittableRandom(2);
    float[][] points = new float[400][2];
    int[] truth = new int[400];
    for (int i = 0; i < 400; i++) {
      truth[i] = i % 4;
      points[i][0] = (float) (20 * (truth[i] & 1) + random.nextGaussian());
      points[i][1] = (float) (20 * (truth[i] >> 1) + random.nextGaussian());
      points[i][0] += truth[i] == 3 ? far : 0;
    }
    int[] labels = KMeans.fit(points, KMeansOptions.of(4)).labels();
    assertEquals(1, ClusterQuality.adjustedRand(labels, truth), 1e-12);
  }

  @Test
  void smallNumbersAreNotLostBesideTheLargestOfFloats() {
    float[] values = {1e-38f, 2e-38f, 1, 1e38f};
    KMeansResult result = KMeans.fit(line(values), KMeansOptions.of(4));
    assertEquals(0, result.inertia());
    assertEquals(4, IntStream.of(result.labels()).distinct().count());
  }

  @Test
  void asManyClustersAsDifferentPointsAreAlwaysFound() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 500; round++) {
      int n = random.nextInt(2, 30);
      float[] values = new float[n];
      for (int i = 0; i < n; i++) {
        values[i] = (float) (random.nextInt(6) * Math.pow(10, random.nextInt(-8, 9)));
      }
      int different = (int) IntStream.range(0, n).mapToObj(i -> values[i] + 0f).distinct().count();
      KMeansOptions options = KMeansOptions.of(different).nInit(1).seed(round);
      for (KMeansOptions.Initialization init : KMeansOptions.Initialization.values()) {
        KMeansResult result = KMeans.fit(line(values), options.initialization(init));
        assertEquals(0, result.inertia(), Arrays.toString(values));
      }
      if (different < n) {
        assertThrows(
            IllegalArgumentException.class,
            () -> KMeans.fit(line(values), options.k(different + 1)));
      }
    }
  }

  /** (b − a) / max(a, b), summed in double precision. */
  private static double silhouette(float[][] points, int[] labels, int clusters) {
    double sum = 0;
    for (int i = 0; i < points.length; i++) {
      double[] distances = new double[clusters];
      int[] counts = new int[clusters];
      for (int j = 0; j < points.length; j++) {
        double squared = 0;
        for (int c = 0; c < points[i].length; c++) {
          squared += Math.pow((double) points[i][c] - points[j][c], 2);
        }
        distances[labels[j]] += Math.sqrt(squared);
        counts[labels[j]]++;
      }
      double inside = distances[labels[i]] / (counts[labels[i]] - 1);
      double outside = Double.POSITIVE_INFINITY;
      for (int c = 0; c < clusters; c++) {
        outside = c == labels[i] ? outside : Math.min(outside, distances[c] / counts[c]);
      }
      sum += (outside - inside) / Math.max(inside, outside);
    }
    return sum / points.length;
  }

  @ParameterizedTest
  @ValueSource(floats = {1, 1e3f, 1e5f, 1e7f, 1e12f})
  void theSilhouetteIsThatOfDoublePrecision(float apart) {
    SplittableRandom random = new SplittableRandom(4);
    float[][] points = new float[120][2];
    int[] labels = new int[120];
    for (int i = 0; i < 120; i++) {
      labels[i] = i % 4;
      points[i][0] = (i % 2 == 0 ? apart : 0) + (float) (4 * (labels[i] / 2) + random.nextDouble());
      points[i][1] = (float) random.nextDouble();
    }
    assertEquals(
        silhouette(points, labels, 4), ClusterQuality.silhouette(points, labels, 120, 0), 1e-4);
  }

  @Test
  void doublesFarFromTheOriginKeepTheirDifferences() {
    SplittableRandom random = new SplittableRandom(5);
    double[][] points = new double[300][2];
    int[] truth = new int[300];
    for (int i = 0; i < 300; i++) {
      truth[i] = i % 3;
      points[i][0] = 1.7e9 + 10 * truth[i] + random.nextGaussian();
      points[i][1] = -4e12 + random.nextGaussian();
    }
    points[0][0] = 3.4e15;
    KMeansResult result = KMeans.fit(points, KMeansOptions.of(4));
    int[] rest = Arrays.copyOfRange(result.labels(), 1, 300);
    assertEquals(1, ClusterQuality.adjustedRand(rest, Arrays.copyOfRange(truth, 1, 300)), 1e-12);
    assertTrue(result.inertia() < 299 * 2 * 1.3, "inertia " + result.inertia());
    assertTrue(ClusterQuality.silhouette(points, result.labels(), 300, 0) > 0.6);
  }

  @Test
  void doublesThatAreFloatsGiveWhatFloatsGive() {
    float[][] floats = line(3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 9);
    double[][] doubles = new double[floats.length][1];
    for (int i = 0; i < floats.length; i++) {
      doubles[i][0] = floats[i][0];
    }
    KMeansResult expected = KMeans.fit(floats, KMeansOptions.of(3));
    KMeansResult found = KMeans.fit(doubles, KMeansOptions.of(3));
    assertArrayEquals(expected.labels(), found.labels());
    assertArrayEquals(expected.centroids(), found.centroids());
  }

  /** Differences of a billionth are beyond float32, not beyond double. */
  @Test
  void doublesKeepDigitsThatFloatsHaveNot() {
    double[][] points = {{0}, {1e-9}, {3e-9}, {1}, {1 + 1e-9}, {1 + 4e-9}, {1e6}};
    KMeansResult seven = KMeans.fit(points, KMeansOptions.of(7));
    assertEquals(0, seven.inertia());
    assertEquals(7, Arrays.stream(seven.labels()).distinct().count());
    for (int i = 0; i < points.length; i++) {
      assertEquals(points[i][0], seven.exactCentroids()[seven.labels()[i]][0], 3e-16);
    }
    // {0, 1e-9}, {3e-9}, {1, 1 + 1e-9}, {1 + 4e-9}, {1e6}
    KMeansResult five = KMeans.fit(points, KMeansOptions.of(5).nInit(50));
    assertEquals(1e-18, five.inertia(), 1e-22);
    assertEquals(five.labels()[0], five.labels()[1]);
    assertEquals(five.labels()[3], five.labels()[4]);
    assertEquals(0.5e-9, five.exactCentroids()[five.labels()[0]][0], 3e-16);
    assertEquals(1 + 0.5e-9, five.exactCentroids()[five.labels()[3]][0], 3e-16);
  }

  @Test
  void theSilhouetteOfDoublesKeepsTheirDigits() {
    double[][] points = {{1}, {1 + 1e-10}, {1 + 5e-10}, {1 + 6e-10}, {2}, {2 + 1e-10}};
    int[] labels = {0, 0, 1, 1, 2, 2};
    double near = (1 - 1 / 5.5 + 1 - 1 / 4.5) / 2;
    double expected = (4 * near + 2 * (1 - 1e-10)) / 6;
    assertEquals(expected, ClusterQuality.silhouette(points, labels, 6, 0), 1e-5);
  }
}
