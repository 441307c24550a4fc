package demitasse.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.embed.TSneOptions.Initialization;
import demitasse.embed.neighbors.ExactSearch;
import demitasse.numeric.Cloud;
import demitasse.numeric.Parallel;
import demitasse.numeric.Points;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TSneTest {
  private static final TSneOptions SHORT = TSneOptions.defaults().iterations(300);

  @ParameterizedTest
  @EnumSource(
      value = Method.class,
      names = {"EXACT", "BARNES_HUT", "FFT"})
  void irisSpeciesStayTogether(Method method) {
    Samples.Iris iris = Samples.Iris.load();
    TSneResult result =
        TSne.fit(iris.points(), TSneOptions.defaults().method(method).iterations(500));
    assertEquals(method, result.method());
    double accuracy = EmbeddingQuality.neighborAccuracy(result.embedding(), iris.species(), 10);
    assertTrue(accuracy > 0.95, "10-NN accuracy " + accuracy);
    double trust = EmbeddingQuality.trustworthiness(iris.points(), result.embedding(), 10);
    assertTrue(trust > 0.97, "trustworthiness " + trust);
  }

  /** The figures are the best of scikit-learn 1.2.1 for the same points and settings. */
  @Test
  void aMapOfIrisIsNoWorseThanScikitLearns() {
    float[][] points = Samples.Iris.load().points();
    TSneOptions options = TSneOptions.defaults().method(Method.FFT).iterations(500);
    TSneResult result = TSne.fit(points, options);
    assertTrue(result.kl() <= 1.01 * 0.12594, "KL " + result.kl());
    double trust = EmbeddingQuality.trustworthiness(points, result.embedding(), 10);
    assertTrue(trust >= 0.9902 - 5e-4, "trustworthiness " + trust);
    double recall = EmbeddingQuality.neighborRecall(points, result.embedding(), 10);
    assertTrue(recall >= 0.7773 - 5e-3, "recall " + recall);
  }

  /** The divergence is recomputed here from its definition, with all pairs in double precision. */
  @ParameterizedTest
  @CsvSource({
    "EXACT, 2, 1e-5",
    "EXACT, 1, 1e-5",
    "EXACT, 3, 1e-5",
    "BARNES_HUT, 2, 0.01",
    "BARNES_HUT, 3, 0.01",
    "FFT, 2, 5e-4",
    "FFT, 1, 5e-4"
  })
  void theReportedDivergenceIsThatOfTheMapAlsoDuringExaggeration(
      Method method, int dimensions, double tolerance) {
    float[][] points = Samples.blobs(600, 10, 5, 1);
    List<Progress> seen = new ArrayList<>();
    TSneOptions options =
        SHORT
            .method(method)
            .dimensions(dimensions)
            .perplexity(20)
            .reportEvery(100)
            .listener(seen::add);
    TSneResult result = TSne.fit(points, options);
    Affinities p;
    try (Parallel parallel = Parallel.of(2)) {
      Cloud prepared = NeighborSearch.prepare(Points.of(points, "points"), Distance.EUCLIDEAN);
      int k = method == Method.EXACT ? 599 : 60;
      p = Affinities.of(ExactSearch.among(prepared, k, parallel), 20, parallel);
    }
    assertEquals(List.of(0, 100, 200, 300), seen.stream().map(Progress::iteration).toList());
    assertEquals(
        List.of(0, 100, 200, 300),
        result.klCurve().stream().map(TSneResult.Kl::iteration).toList());
    for (int r = 0; r < seen.size(); r++) {
      assertEquals(divergence(p, seen.get(r).embedding()), seen.get(r).kl(), tolerance);
      assertEquals(seen.get(r).kl(), result.klCurve().get(r).kl());
    }
    assertEquals(divergence(p, result.embedding()), result.kl(), tolerance);
    assertEquals(300, result.iterations());
  }

  /** That search numbers points anew; whoever sees the map must not notice. */
  @Test
  void theApproximateSearchLeavesPointsInTheirOrder() {
    float[][] points = Samples.blobs(1500, 10, 5, 1);
    int[] blob = IntStream.range(0, 1500).map(i -> i % 5).toArray();
    List<Progress> seen = new ArrayList<>();
    float[][] start = new float[1500][2];
    for (int i = 0; i < 1500; i++) {
      start[i][0] = i;
    }
    TSneOptions options =
        SHORT.method(Method.FFT).perplexity(20).search(Search.APPROXIMATE).listener(seen::add);
    float[][] map = TSne.fit(points, options).embedding();
    assertEquals(1, EmbeddingQuality.neighborAccuracy(map, blob, 5), 0.01);
    assertArrayEquals(map, seen.get(seen.size() - 1).embedding());
    TSne.fit(points, options.initialization(Initialization.given(start)).iterations(0));
    assertArrayEquals(start, seen.get(seen.size() - 1).embedding());
  }

  private static double divergence(Affinities p, float[][] y) {
    double z = 0;
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < y.length; j++) {
        z += i == j ? 0 : q(y[i], y[j]);
      }
    }
    double kl = 0;
    for (int i = 0; i < y.length; i++) {
      for (int e = p.starts()[i]; e < p.starts()[i + 1]; e++) {
        double value = p.values()[e];
        kl += value > 0 ? value * Math.log(value / (q(y[i], y[p.columns()[e]]) / z)) : 0;
      }
    }
    return kl;
  }

  private static double q(float[] a, float[] b) {
    double squared = 0;
    for (int c = 0; c < a.length; c++) {
      squared += Math.pow((double) a[c] - b[c], 2);
    }
    return 1 / (1 + squared);
  }

  @ParameterizedTest
  @CsvSource({"EXACT, 2", "BARNES_HUT, 2", "BARNES_HUT, 3", "FFT, 2", "FFT, 1"})
  void theSameBitsComeFromAnyNumberOfThreads(Method method, int dimensions) {
    float[][] points = Samples.blobs(1500, 10, 5, 2);
    TSneOptions options =
        SHORT
            .method(method)
            .dimensions(dimensions)
            .iterations(60)
            .exaggerationIterations(30)
            .search(Search.APPROXIMATE);
    TSneResult one = TSne.fit(points, options.threads(1));
    for (int threads : new int[] {2, 3, 7}) {
      TSneResult many = TSne.fit(points, options.threads(threads));
      assertArrayEquals(one.embedding(), many.embedding());
      assertEquals(one.klCurve(), many.klCurve());
    }
  }

  @Test
  void approximateMethodsReachTheDivergenceOfTheExactOne() {
    float[][] points = Samples.blobs(1000, 10, 8, 3);
    TSneOptions options = TSneOptions.defaults().perplexity(15).iterations(500);
    // Affinities of all pairs are slightly others, so barnes-hut without approximation is the mark.
    double exact = TSne.fit(points, options.method(Method.BARNES_HUT).theta(0.05)).kl();
    for (Method method : new Method[] {Method.BARNES_HUT, Method.FFT}) {
      assertEquals(1, TSne.fit(points, options.method(method)).kl() / exact, 0.02);
    }
  }

  @Test
  void theMethodGoesBySizeAndDimensions() {
    TSneOptions brief = SHORT.iterations(1);
    assertEquals(Method.EXACT, TSne.fit(Samples.blobs(200, 3, 2, 1), brief).method());
    float[][] more = Samples.blobs(1200, 3, 2, 1);
    assertEquals(Method.FFT, TSne.fit(more, brief).method());
    assertEquals(Method.BARNES_HUT, TSne.fit(more, brief.dimensions(3)).method());
  }

  @Test
  void aSweepGivesWhatSingleRunsGive() {
    float[][] points = Samples.blobs(1100, 6, 4, 4);
    TSneOptions options = SHORT.iterations(50).search(Search.EXACT);
    List<TSneResult> sweep = TSne.sweep(points, options, 5, 40, 10);
    double[] perplexities = {5, 40, 10};
    for (int r = 0; r < 3; r++) {
      TSneResult single = TSne.fit(points, options.perplexity(perplexities[r]));
      assertEquals(perplexities[r], sweep.get(r).options().perplexity());
      assertArrayEquals(single.embedding(), sweep.get(r).embedding());
      assertEquals(single.kl(), sweep.get(r).kl());
    }
  }

  @Test
  void aListenerStopsTheRun() {
    TSneResult result =
        TSne.fit(
            Samples.blobs(100, 4, 2, 5),
            SHORT.reportEvery(10).listener(progress -> progress.iteration() < 40));
    assertEquals(40, result.iterations());
    assertEquals(5, result.klCurve().size());
    assertTrue(Double.isFinite(result.kl()));
  }

  @Test
  void aRunFromAGivenMapGoesOnFromThere() {
    float[][] points = Samples.blobs(300, 5, 3, 6);
    TSneResult first = TSne.fit(points, SHORT);
    TSneResult second =
        TSne.fit(
            points,
            SHORT
                .initialization(Initialization.given(first.embedding()))
                .exaggerationIterations(0)
                .iterations(50));
    assertEquals(first.kl(), second.klCurve().get(0).kl(), 1e-6);
    assertTrue(second.kl() <= first.kl());
    assertArrayEquals(
        first.embedding(),
        TSne.fit(
                points, SHORT.initialization(Initialization.given(first.embedding())).iterations(0))
            .embedding());
  }

  @Test
  void theSeedDecidesARandomStart() {
    float[][] points = Samples.blobs(150, 5, 3, 7);
    TSneOptions options = SHORT.iterations(20).initialization(Initialization.random());
    float[][] first = TSne.fit(points, options.seed(1)).embedding();
    assertArrayEquals(first, TSne.fit(points, options.seed(1)).embedding());
    assertTrue(!Arrays.deepEquals(first, TSne.fit(points, options.seed(2)).embedding()));
  }

  @Test
  void underTheCosineLengthsDoNotCount() {
    float[][] points = Samples.blobs(300, 6, 3, 8);
    float[][] scaled = new float[300][6];
    for (int i = 0; i < 300; i++) {
      for (int c = 0; c < 6; c++) {
        // Powers of 2, so that directions stay the same to the last bit.
        scaled[i][c] = points[i][c] * (1 << i % 5);
      }
    }
    TSneOptions options =
        SHORT.distance(Distance.COSINE).iterations(100).initialization(Initialization.random());
    assertArrayEquals(TSne.fit(points, options).embedding(), TSne.fit(scaled, options).embedding());
    scaled[7] = new float[6];
    assertRefused("row 7 is all zeros", scaled, options);
  }

  @Test
  void newPointsFindTheirPlaceAndTheMapDoesNotMove() {
    Samples.Iris iris = Samples.Iris.load();
    List<float[]> known = new ArrayList<>();
    List<float[]> unknown = new ArrayList<>();
    List<Integer> knownSpecies = new ArrayList<>();
    List<Integer> unknownSpecies = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      (i % 5 == 0 ? unknown : known).add(iris.points()[i]);
      (i % 5 == 0 ? unknownSpecies : knownSpecies).add(iris.species()[i]);
    }
    float[][] points = known.toArray(float[][]::new);
    TSneResult map = TSne.fit(points, TSneOptions.defaults().perplexity(20));
    float[][] placed = TSne.transform(points, map, unknown.toArray(float[][]::new));
    int hits = 0;
    for (int i = 0; i < placed.length; i++) {
      int nearest = 0;
      for (int j = 1; j < points.length; j++) {
        if (q(placed[i], map.embedding()[j]) > q(placed[i], map.embedding()[nearest])) {
          nearest = j;
        }
      }
      hits += knownSpecies.get(nearest).equals(unknownSpecies.get(i)) ? 1 : 0;
    }
    assertTrue(hits >= 28, hits + " of 30 beside their own species");
    // Each by itself: a point lands at the same place whoever comes with it.
    float[][] alone = TSne.transform(points, map, new float[][] {unknown.get(4)});
    assertArrayEquals(placed[4], alone[0]);
  }

  @Test
  void duplicatesConstantColumnsAndEqualPointsGiveFiniteMaps() {
    float[][] duplicates = Samples.blobs(120, 4, 3, 9);
    for (int i = 0; i < 60; i++) {
      duplicates[i] = duplicates[0].clone();
    }
    float[][] constant = Samples.blobs(120, 4, 3, 9);
    for (float[] row : constant) {
      row[2] = 1e6f;
    }
    float[][] equal = new float[120][4];
    for (float[][] points : List.of(duplicates, constant, equal)) {
      for (Method method : new Method[] {Method.EXACT, Method.BARNES_HUT, Method.FFT}) {
        TSneResult result = TSne.fit(points, SHORT.method(method).perplexity(10));
        for (float[] row : result.embedding()) {
          assertTrue(Float.isFinite(row[0]) && Float.isFinite(row[1]));
        }
        assertTrue(Double.isFinite(result.kl()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 10, 50, 89})
  void fewerPointsThanThreeTimesThePerplexityUseAllOthers(int n) {
    double perplexity = Math.min(30, n - 2);
    TSneResult result = TSne.fit(Samples.blobs(n, 3, 2, 10), SHORT.perplexity(perplexity));
    assertEquals(n, result.embedding().length);
    assertTrue(Double.isFinite(result.kl()));
  }

  @Test
  void whatCannotBeMappedIsRefusedWithAClearMessage() {
    TSneOptions options = TSneOptions.defaults();
    assertRefused("perplexity 30.0 needs more than 31 points, got 1", new float[1][3], options);
    assertRefused("perplexity 30.0 needs more than 31 points, got 31", new float[31][3], options);
    assertRefused("no rows", new float[0][], options);
    float[][] points = Samples.blobs(100, 3, 2, 11);
    points[5][1] = Float.NaN;
    assertRefused("row 5, column 1 is NaN", points, options);
    points[5] = new float[] {1, 2};
    assertRefused("row 5 has 2 values, row 0 has 3", points, options);
    points[5] = new float[] {1, 2, 3};
    assertRefused(
        "shape (3, 2), wanted is (100, 2)",
        points,
        options.initialization(Initialization.given(new float[3][2])));
    assertRefused("up to 20000 points", new float[20_001][1], options.method(Method.EXACT));
  }

  private static void assertRefused(String message, float[][] points, TSneOptions options) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> TSne.fit(points, options));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void optionsThatMakeNoSenseAreRefusedByName() {
    TSneOptions options = TSneOptions.defaults();
    assertOption("dimensions", () -> options.dimensions(4));
    assertOption("perplexity", () -> options.perplexity(0.5));
    assertOption("perplexity", () -> options.perplexity(Double.NaN));
    assertOption("learningRate", () -> options.learningRate(0));
    assertOption("iterations", () -> options.iterations(-1));
    assertOption("earlyExaggeration", () -> options.earlyExaggeration(0.5));
    assertOption("exaggerationIterations", () -> options.exaggerationIterations(-1));
    assertOption("theta", () -> options.theta(1.5));
    assertOption("threads", () -> options.threads(-2));
    assertOption("reportEvery", () -> options.reportEvery(0));
    assertOption("FFT", () -> options.method(Method.FFT).dimensions(3));
  }

  private static void assertOption(String name, Runnable change) {
    Exception e = assertThrows(IllegalArgumentException.class, change::run);
    assertTrue(e.getMessage().contains(name), e.getMessage());
  }

  @Test
  void aLearningRateThatBlowsTheMapUpIsNamed() {
    Exception e =
        assertThrows(
            ArithmeticException.class,
            () -> TSne.fit(Samples.blobs(100, 3, 2, 12), SHORT.perplexity(5).learningRate(1e30)));
    assertTrue(e.getMessage().contains("learning rate"), e.getMessage());
  }
}
