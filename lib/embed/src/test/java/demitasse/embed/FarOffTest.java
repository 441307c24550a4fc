package demitasse.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.embed.TSneOptions.Initialization;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Points that lie side by side and far from others, or on a scale of their own. */
class FarOffTest {
  private static final TSneOptions SHORT = TSneOptions.defaults().iterations(300);

  private static float[][] scaled(float[][] points, float factor) {
    float[][] scaled = new float[points.length][points[0].length];
    for (int i = 0; i < points.length; i++) {
      for (int c = 0; c < points[i].length; c++) {
        scaled[i][c] = points[i][c] * factor;
      }
    }
    return scaled;
  }

  private static double trust(float[][] points, TSneResult map) {
    return EmbeddingQuality.trustworthiness(points, map.embedding(), 10);
  }

  /** Without it, the map of these points has a trustworthiness of 0.99. */
  @ParameterizedTest
  @ValueSource(floats = {1e4f, 1e8f, 1e12f, 1e18f, 3e38f})
  void onePointFarOffLeavesTheMapOfTheOthersAsItIs(float far) {
    float[][] points = Samples.blobs(1201, 5, 6, 1);
    points[600][2] = far;
    TSneResult map = TSne.fit(points, SHORT);
    double trust = trust(points, map);
    assertTrue(trust > 0.98, "trustworthiness " + trust);
  }

  /** Half of the points are far off, and the approximate search has to do with them too. */
  @ParameterizedTest
  @EnumSource(
      value = Search.class,
      names = {"EXACT", "APPROXIMATE"})
  void twoCrowdsFarApartKeepTheirNeighbors(Search search) {
    float[][] points = Samples.blobs(1500, 5, 6, 2);
    for (int i = 0; i < 1500; i += 2) {
      points[i][0] = 1e9f;
    }
    TSneResult map = TSne.fit(points, SHORT.search(search).perplexity(15));
    double trust = trust(points, map);
    assertTrue(trust > 0.97, "trustworthiness " + trust);
  }

  @ParameterizedTest
  @CsvSource({"1e19", "1e30", "1e-15", "1e-25", "1e-37"})
  void theScaleChangesNoNeighbor(float scale) {
    float[][] points = Samples.blobs(300, 4, 3, 3);
    float[][] scaled = scaled(points, scale);
    for (Distance distance : Distance.values()) {
      TSneOptions options = SHORT.distance(distance);
      assertEquals(
          trust(points, TSne.fit(points, options)),
          trust(points, TSne.fit(scaled, options)),
          0.01,
          distance.toString());
    }
    assertEquals(1, EmbeddingQuality.trustworthiness(points, scaled, 10), 1e-9);
    assertEquals(1, EmbeddingQuality.neighborRecall(scaled, points, 10), 1e-3);
    float[][] expected = Pca.project(points, 2);
    float[][] found = Pca.project(scaled, 2);
    for (int i = 0; i < points.length; i++) {
      assertEquals(expected[i][1], found[i][1] / scale, 1e-3);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {1, 1e4f, 1e6f, 1e8f, 1e15f})
  void aMapOfTheSameFormIsPerfectWhateverLiesBesideIt(float apart) {
    float[][] points = Samples.blobs(400, 2, 1, 4);
    for (int i = 0; i < 400; i++) {
      points[i][0] += i % 3 * apart;
    }
    points[7] = points[8].clone();
    assertEquals(1, EmbeddingQuality.trustworthiness(points, points, 20), 1e-12);
    assertEquals(1, EmbeddingQuality.neighborRecall(points, points, 20), 1e-12);
  }

  @Test
  void trustworthinessIsThatOfDoublePrecision() {
    float[][] points = Samples.blobs(300, 3, 2, 5);
    float[][] map = Samples.blobs(300, 2, 2, 6);
    for (int i = 0; i < 150; i++) {
      points[i][1] += 1e7f;
      map[i][0] += 1e6f;
    }
    assertEquals(
        trustworthiness(points, map, 7), EmbeddingQuality.trustworthiness(points, map, 7), 1e-9);
  }

  /** Groups of sizes and distances of their own, some points twice. */
  private static float[][] wild(SplittableRandom random, int n, int dimensions) {
    int groups = random.nextInt(1, 5);
    float[][] points = new float[n][dimensions];
    double[] spread = new double[groups];
    double[][] centers = new double[groups][dimensions];
    for (int g = 0; g < groups; g++) {
      spread[g] = Math.pow(10, random.nextInt(-30, 18));
      for (int c = 0; c < dimensions; c++) {
        centers[g][c] = Math.pow(10, random.nextInt(-30, 18)) * random.nextGaussian();
      }
    }
    for (int i = 0; i < n; i++) {
      int g = random.nextInt(groups);
      for (int c = 0; c < dimensions; c++) {
        points[i][c] = (float) (centers[g][c] + spread[g] * random.nextGaussian());
      }
      if (i % 10 == 9) {
        points[i] = points[random.nextInt(i)].clone();
      }
    }
    return points;
  }

  @Test
  void wildPointsAreJudgedAsInDoublePrecision() {
    SplittableRandom random = new SplittableRandom(13);
    for (int round = 0; round < 60; round++) {
      int n = random.nextInt(30, 120);
      float[][] points = wild(random, n, random.nextInt(1, 6));
      float[][] map = wild(random, n, 2);
      int k = random.nextInt(1, n / 2);
      assertEquals(
          trustworthiness(points, map, k),
          EmbeddingQuality.trustworthiness(points, map, k),
          1e-12,
          "round " + round);
    }
  }

  @Test
  void wildPointsAreMapped() {
    SplittableRandom random = new SplittableRandom(14);
    for (int round = 0; round < 10; round++) {
      float[][] points = wild(random, random.nextInt(60, 300), 3);
      for (Method method : Method.values()) {
        for (Distance distance : Distance.values()) {
          TSneOptions options =
              SHORT.perplexity(10).iterations(40).method(method).distance(distance);
          assertTrue(Double.isFinite(TSne.fit(points, options).kl()), method + " " + distance);
        }
      }
    }
  }

  /** By its definition, with all distances sorted. */
  private static double trustworthiness(float[][] points, float[][] map, int k) {
    int n = points.length;
    double penalty = 0;
    for (int i = 0; i < n; i++) {
      Integer[] near = order(map, i);
      Integer[] truth = order(points, i);
      for (int r = 0; r < k; r++) {
        int rank = Arrays.asList(truth).indexOf(near[r]) + 1;
        penalty += Math.max(0, rank - k);
      }
    }
    return 1 - penalty * 2 / ((double) n * k * (2.0 * n - 3.0 * k - 1));
  }

  private static Integer[] order(float[][] points, int i) {
    Integer[] others = new Integer[points.length];
    Arrays.setAll(others, j -> j);
    double[] squared = new double[points.length];
    for (int j = 0; j < points.length; j++) {
      for (int c = 0; c < points[j].length; c++) {
        squared[j] += Math.pow((double) points[i][c] - points[j][c], 2);
      }
    }
    Arrays.sort(others, (a, b) -> Double.compare(squared[a], squared[b]));
    return Arrays.stream(others).filter(j -> j != i).toArray(Integer[]::new);
  }

  @Test
  void componentsAreThoseOfThePointsAlsoBesideOneFarOff() {
    SplittableRandom random = new SplittableRandom(7);
    float[][] points = new float[500][4];
    for (float[] point : points) {
      point[0] = (float) random.nextGaussian();
      point[1] = (float) (9 * random.nextGaussian());
      point[3] = (float) (3 * random.nextGaussian());
    }
    points[100] = new float[] {0, 0, 1e8f, 0};
    float[][] projected = Pca.project(points, 3);
    double second = 0;
    double third = 0;
    for (int i = 0; i < 500; i++) {
      second += i == 100 ? 0 : points[i][1] * projected[i][1];
      third += i == 100 ? 0 : points[i][3] * projected[i][2];
    }
    assertEquals(81, Math.abs(second) / 499, 8);
    assertEquals(9, Math.abs(third) / 499, 1);
  }

  @Test
  void doublesFarFromTheOriginKeepTheirNeighbors() {
    float[][] small = Samples.blobs(400, 4, 5, 8);
    double[][] points = new double[400][4];
    for (int i = 0; i < 400; i++) {
      for (int c = 0; c < 4; c++) {
        points[i][c] = 1.7e12 + small[i][c];
      }
    }
    TSneResult map = TSne.fit(points, SHORT);
    assertTrue(trust(small, map) > 0.97, "trustworthiness " + trust(small, map));
    assertEquals(
        trust(small, map), EmbeddingQuality.trustworthiness(points, map.embedding(), 10), 1e-3);
    assertEquals(3, TSne.sweep(points, SHORT.iterations(1), 5, 10, 20).size());
    // Each point itself as a new one: it lands among its neighbours.
    float[][] placed = TSne.transform(points, map, points);
    assertTrue(EmbeddingQuality.trustworthiness(points, placed, 10) > 0.97);
    float[][] axes = Pca.project(points, 2);
    float[][] expected = Pca.project(small, 2);
    assertEquals(Math.abs(expected[9][0]), Math.abs(axes[9][0]), 0.01);
  }

  /** From the definition in double precision: all points too far to feel each other. */
  @ParameterizedTest
  @CsvSource({
    "EXACT, 1e3", "EXACT, 1e6", "EXACT, 1e12", "EXACT, 1e30", "BARNES_HUT, 1e3", "BARNES_HUT, 1e6",
    "BARNES_HUT, 1e12", "BARNES_HUT, 1e30", "FFT, 1e3", "FFT, 1e6", "FFT, 1e12", "FFT, 1e30"
  })
  void theDivergenceOfALargeMapKeepsItsDigits(Method method, float size) {
    float[][] points = Samples.blobs(200, 3, 3, 9);
    float[][] map = scaled(Samples.blobs(200, 2, 1, 10), size);
    TSneOptions options =
        SHORT.method(method).theta(0.2).initialization(Initialization.given(map)).iterations(0);
    double kl = TSne.fit(points, options).kl();
    // A map twice as large has the same: only ratios count where q is 1 / d².
    double twice =
        TSne.fit(points, options.initialization(Initialization.given(scaled(map, 2)))).kl();
    assertEquals(twice, kl, 1e-2);
    double exact = TSne.fit(points, options.method(Method.EXACT)).kl();
    assertEquals(exact, kl, 0.05);
  }

  @Test
  void aStartThatIsTooFarOffIsNamedAsSuch() {
    float[][] points = Samples.blobs(200, 3, 3, 9);
    float[][] map = scaled(Samples.blobs(200, 2, 1, 10), 1e12f);
    for (Method method : Method.values()) {
      Exception e =
          assertThrows(
              ArithmeticException.class,
              () ->
                  TSne.fit(points, SHORT.method(method).initialization(Initialization.given(map))));
      assertTrue(e.getMessage().contains("scale the start down"), e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "EXACT, 1e9",
    "EXACT, 1e15",
    "EXACT, 1e38",
    "BARNES_HUT, 1e9",
    "BARNES_HUT, 1e38",
    "FFT, 1e9",
    "FFT, 1e12",
    "FFT, 1e38",
    "FFT, 1e300"
  })
  void aMapThatRunsOffIsAnErrorAtOnce(Method method, double rate) {
    float[][] points = Samples.blobs(1200, 3, 3, 11);
    TSneOptions options = TSneOptions.defaults().method(method).learningRate(rate);
    Exception e = assertThrows(ArithmeticException.class, () -> TSne.fit(points, options));
    assertTrue(e.getMessage().contains("lower the learning rate"), e.getMessage());
  }

  @Test
  void anExaggerationThatIsTooLargeIsNamed() {
    float[][] points = Samples.blobs(60, 3, 3, 11);
    TSneOptions options = TSneOptions.defaults().perplexity(5).earlyExaggeration(1e10);
    Exception e = assertThrows(ArithmeticException.class, () -> TSne.fit(points, options));
    assertTrue(e.getMessage().endsWith(" or the early exaggeration from 1.0E10"), e.getMessage());
  }

  @Test
  void aComponentBelowTheLastDigitOfTheFirstIsZero() {
    SplittableRandom random = new SplittableRandom(8);
    float[][] points = new float[50][2];
    for (float[] point : points) {
      point[0] = (float) random.nextGaussian();
      point[1] = (float) (1e30 * random.nextGaussian());
    }
    float[][] projected = Pca.project(points, 2);
    for (int i = 0; i < 50; i++) {
      assertEquals(0, projected[i][1]);
    }
    assertEquals(points[0][1] - points[1][1], projected[0][0] - projected[1][0], 1e-6 * 1e30);
  }

  @Test
  void newPointsFarOffFindAPlace() {
    float[][] points = Samples.blobs(300, 4, 3, 12);
    TSneResult map = TSne.fit(points, SHORT);
    float[][] placed =
        TSne.transform(points, map, new float[][] {{1e30f, 0, 0, 0}, {1e9f, 1, 0, 0}, points[5]});
    for (float[] place : placed) {
      assertTrue(Float.isFinite(place[0]) && Float.isFinite(place[1]), Arrays.toString(place));
    }
    assertArrayEquals(TSne.transform(points, map, new float[][] {points[5]})[0], placed[2]);
  }

  @Test
  void theNearestDecidesATiedVoteAndLabelsAreNames() {
    float[][] map = {{0}, {1}, {2.5f}, {4.5f}, {7}};
    // Of 0, neighbours 1 and 2 in turn: one vote each, and 1 is nearer.
    int[] labels = {100_000, 100_000, 0, 0, 0};
    assertEquals(1, EmbeddingQuality.neighborAccuracy(map, new int[] {9, 9, 0, 0, 0}, 1), 0.21);
    // k = 2: votes are 100000/0, 100000/0, 100000/0 …; the nearest one's label wins.
    double expected = 0;
    int[][] near = {{1, 2}, {0, 2}, {1, 3}, {2, 4}, {3, 2}};
    for (int i = 0; i < 5; i++) {
      int[] votes = {labels[near[i][0]], labels[near[i][1]]};
      expected += votes[0] == labels[i] ? 0.2 : 0;
    }
    assertEquals(expected, EmbeddingQuality.neighborAccuracy(map, labels, 2), 1e-12);
  }
}
