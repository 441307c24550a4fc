package demitasse.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KMeansTest {
  /** Points around {@code centers} places far from each other, in turn. */
  private static float[][] blobs(int n, int d, int centers, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] points = new float[n][d];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < d; c++) {
        points[i][c] = (float) (20 * ((i % centers >> c) & 1) + random.nextGaussian());
      }
    }
    return points;
  }

  private static float[][] noise(int n, int d, long seed) {
    return blobs(n, d, 1, seed);
  }

  private static float[][] iris() throws IOException {
    try (var in = KMeansTest.class.getResourceAsStream("/demitasse/iris.csv")) {
      return new String(in.readAllBytes())
          .lines()
          .skip(1)
          .map(line -> line.split(","))
          .map(
              fields -> {
                float[] point = new float[4];
                for (int c = 0; c < 4; c++) {
                  point[c] = Float.parseFloat(fields[c]);
                }
                return point;
              })
          .toArray(float[][]::new);
    }
  }

  /** The optimum for three clusters is known: 78.85144 (scikit-learn finds the same). */
  @Test
  void irisReachesTheKnownInertia() throws IOException {
    assertEquals(78.85144, KMeans.fit(iris(), KMeansOptions.of(3)).inertia(), 1e-3);
  }

  @ParameterizedTest
  @EnumSource(KMeansOptions.Initialization.class)
  void clumpsFarApartAreFoundExactly(KMeansOptions.Initialization init) {
    float[][] points = blobs(1600, 3, 8, 1);
    int[] truth = IntStream.range(0, 1600).map(i -> i % 8).toArray();
    KMeansResult result =
        KMeans.fit(points, KMeansOptions.of(8).initialization(init).nInit(30).seed(1));
    assertEquals(1, ClusterQuality.adjustedRand(result.labels(), truth), 1e-12);
    assertEquals(1600 * 3, result.inertia(), 250);
  }

  @Test
  void theResultIsWhatItsPartsSay() {
    float[][] points = noise(2000, 5, 2);
    KMeansResult result = KMeans.fit(points, KMeansOptions.of(7).tolerance(0));
    assertEquals(10, result.restartInertias().length);
    assertEquals(Arrays.stream(result.restartInertias()).min().orElseThrow(), result.inertia());
    double inertia = 0;
    double[][] sums = new double[7][5];
    int[] counts = new int[7];
    for (int i = 0; i < points.length; i++) {
      int label = result.labels()[i];
      double own = squaredDistance(points[i], result.centroids()[label]);
      for (float[] centroid : result.centroids()) {
        assertTrue(own <= squaredDistance(points[i], centroid) + 1e-4);
      }
      inertia += own;
      counts[label]++;
      for (int c = 0; c < 5; c++) {
        sums[label][c] += points[i][c];
      }
    }
    assertEquals(inertia, result.inertia(), 1e-5 * inertia);
    for (int cluster = 0; cluster < 7; cluster++) {
      for (int c = 0; c < 5; c++) {
        assertEquals(sums[cluster][c] / counts[cluster], result.centroids()[cluster][c], 1e-4);
      }
    }
  }

  private static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int c = 0; c < a.length; c++) {
      sum += Math.pow((double) a[c] - b[c], 2);
    }
    return sum;
  }

  @Test
  void inertiaNeverRisesFromIterationToIteration() {
    float[][] points = noise(3000, 8, 3);
    KMeansOptions options =
        KMeansOptions.of(12).nInit(1).initialization(KMeansOptions.Initialization.RANDOM);
    double before = Double.POSITIVE_INFINITY;
    for (int iterations = 1; iterations <= 25; iterations++) {
      KMeansResult result = KMeans.fit(points, options.maxIterations(iterations));
      assertTrue(result.inertia() <= before * (1 + 1e-9), "iteration " + iterations);
      assertTrue(result.iterations() <= iterations);
      before = result.inertia();
    }
  }

  @Test
  void noClusterIsEmptyEvenWhereManyPointsCoincide() {
    // 500 points at 6 places: random starts fall on the same place more often than not.
    float[][] points = new float[500][2];
    for (int i = 0; i < 500; i++) {
      int place = i < 480 ? 0 : 1 + i % 5;
      points[i][0] = place;
      points[i][1] = place * place;
    }
    for (KMeansOptions.Initialization init : KMeansOptions.Initialization.values()) {
      KMeansResult result =
          KMeans.fit(points, KMeansOptions.of(6).nInit(1).initialization(init).seed(3));
      assertEquals(6, Arrays.stream(result.labels()).distinct().count());
      assertEquals(0, result.inertia(), 1e-6);
    }
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> KMeans.fit(points, KMeansOptions.of(7)));
    assertEquals("7 clusters need as many different points", e.getMessage());
  }

  @Test
  void theSameBitsComeFromAnyNumberOfThreads() {
    float[][] points = noise(5000, 6, 4);
    KMeansOptions options = KMeansOptions.of(9).nInit(3).seed(5);
    KMeansResult one = KMeans.fit(points, options.threads(1));
    for (int threads : new int[] {2, 5}) {
      KMeansResult many = KMeans.fit(points, options.threads(threads));
      assertArrayEquals(one.labels(), many.labels());
      assertArrayEquals(one.centroids(), many.centroids());
      assertArrayEquals(one.restartInertias(), many.restartInertias());
    }
  }

  @Test
  void pointsFarFromTheOriginAreClusteredAsWell() {
    float[][] points = blobs(800, 3, 8, 6);
    for (float[] point : points) {
      for (int c = 0; c < 3; c++) {
        point[c] += 1e5f;
      }
    }
    int[] truth = IntStream.range(0, 800).map(i -> i % 8).toArray();
    KMeansResult result = KMeans.fit(points, KMeansOptions.of(8));
    assertEquals(1, ClusterQuality.adjustedRand(result.labels(), truth), 1e-12);
  }

  @Test
  void theElbowStandsWhereTheClumpsAreFound() {
    double[] inertia =
        KMeans.elbow(blobs(800, 2, 4, 9), KMeansOptions.defaults(), 1, 2, 3, 4, 5, 6);
    for (int r = 1; r < inertia.length; r++) {
      assertTrue(inertia[r] < inertia[r - 1]);
    }
    assertTrue(inertia[2] - inertia[3] > 10 * (inertia[3] - inertia[4]));
  }

  @Test
  void whatCannotBeClusteredIsRefusedWithAClearMessage() {
    assertRefused("3 clusters need as many points, got 2", new float[2][2], 3);
    assertRefused("points: no rows", new float[0][], 3);
    assertRefused("points: row 1, column 0 is NaN", new float[][] {{1}, {Float.NaN}}, 1);
    KMeansOptions options = KMeansOptions.defaults();
    assertOption("k must", () -> options.k(0));
    assertOption("nInit", () -> options.nInit(0));
    assertOption("maxIterations", () -> options.maxIterations(0));
    assertOption("tolerance", () -> options.tolerance(-1));
    assertOption("threads", () -> options.threads(-1));
  }

  private static void assertRefused(String message, float[][] points, int k) {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> KMeans.fit(points, KMeansOptions.of(k)));
    assertEquals(message, e.getMessage());
  }

  private static void assertOption(String name, Runnable change) {
    Exception e = assertThrows(IllegalArgumentException.class, change::run);
    assertTrue(e.getMessage().contains(name), e.getMessage());
  }
}
