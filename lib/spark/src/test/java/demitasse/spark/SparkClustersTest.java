package demitasse.spark;

import static demitasse.layer.Activation.ELU;
import static demitasse.layer.Layers.input;
import static demitasse.model.Models.sequential;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.cluster.ClusterQuality;
import demitasse.cluster.KMeans;
import demitasse.cluster.KMeansOptions;
import demitasse.cluster.KMeansOptions.Initialization;
import demitasse.cluster.KMeansResult;
import demitasse.model.Autoencoders;
import demitasse.model.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SparkClustersTest {
  private static final int BLOB = 200;

  private static SparkCluster cluster;
  private static JavaSparkContext context;

  @BeforeAll
  static void open() {
    cluster = SparkCluster.at("local[2]");
    context = JavaSparkContext.fromSparkContext(cluster.session("clusters", 2).sparkContext());
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  private static JavaRDD<LabelledVector> vectors(float[]... vectors) {
    List<LabelledVector> all = new ArrayList<>();
    for (float[] vector : vectors) {
      all.add(new LabelledVector(vector, vector[0] < 5 ? 4 : 9));
    }
    return context.parallelize(all, 2);
  }

  /** Three clouds around points of a plane, in turn; the class is the cloud. */
  private static List<LabelledVector> blobs() {
    Random random = new Random(3);
    return IntStream.range(0, 3 * BLOB)
        .mapToObj(
            i ->
                new LabelledVector(
                    new float[] {
                      10 * (i % 3) + (float) random.nextGaussian(),
                      10 * (i % 3 % 2) + (float) random.nextGaussian()
                    },
                    i % 3))
        .toList();
  }

  private static float[][] points(List<LabelledVector> vectors) {
    return vectors.stream().map(LabelledVector::vector).toArray(float[][]::new);
  }

  private static int[] classes(List<LabelledVector> vectors) {
    return vectors.stream().mapToInt(LabelledVector::label).toArray();
  }

  @Test
  void vectorsAreCountedAtTheirNearestCentre() {
    SparkClusters found =
        SparkClusters.assign(
            vectors(new float[] {0, 0}, new float[] {1, 1}, new float[] {9, 0}, new float[] {4, 0}),
            new float[][] {{10, 0}, {0, 0}, {100, 100}});
    assertEquals(0 + 2 + 1 + 16, found.inertia(), 1e-9);
    assertArrayEquals(new int[] {4, 9}, found.counts().classes());
    assertArrayEquals(new int[] {0, 1}, found.counts().counts()[0]);
    assertArrayEquals(new int[] {3, 0}, found.counts().counts()[1]);
    assertArrayEquals(new int[] {0, 0}, found.counts().counts()[2]);
    assertEquals(1, found.purity());
    assertEquals(1, ClusterQuality.adjustedRand(found.counts()), 1e-12);
  }

  @Test
  void bothWaysFindSeparateClouds() {
    List<LabelledVector> blobs = blobs();
    JavaRDD<LabelledVector> everywhere = context.parallelize(blobs, 2);
    KMeansOptions options = KMeansOptions.of(3).seed(1);
    double here = KMeans.fit(points(blobs), options).inertia();
    for (Initialization initialization : Initialization.values()) {
      int starts = initialization == Initialization.RANDOM ? 10 : 1; // random ones often fail
      KMeansOptions each = options.initialization(initialization).nInit(starts);
      SparkClusters all = SparkClusters.fit(everywhere, each);
      assertEquals(1, all.purity());
      assertEquals(here, all.inertia(), 1e-3 * here);
      assertEquals(BLOB, all.counts().rows()[0]);
      assertEquals(all.inertia(), SparkClusters.fit(everywhere, each).inertia(), "again");
      SparkClusters sampled = SparkClusters.fitSample(everywhere, 150, each);
      assertEquals(1, sampled.purity());
      assertEquals(here, sampled.inertia(), 0.05 * here);
    }
  }

  /** Digits as an untrained encoder sees them: no clear clusters, so many local minima. */
  @Test
  void theQualityIsThatOfOneMachine() {
    int count = 1000;
    Sequential encoder = Autoencoders.encoder(ELU);
    try (Sequential whole = sequential(input(1, 28, 28), encoder)) {
      whole.seed(3);
      JavaRDD<LabelledVector> vectors =
          SparkEncoder.of(context, encoder, () -> Autoencoders.encoder(ELU))
              .encode(ImagePartitions.generated(context, count, 5, 3))
              .cache();
      List<LabelledVector> collected = vectors.collect();
      KMeansOptions options = KMeansOptions.of(10).nInit(2).seed(42);
      KMeansResult here = KMeans.fit(points(collected), options);
      double purity = ClusterQuality.purity(here.labels(), classes(collected));
      SparkClusters same = SparkClusters.assign(vectors, here.centroids());
      assertEquals(here.inertia(), same.inertia(), 1e-3 * here.inertia());
      assertEquals(purity, same.purity(), 2e-3);
      SparkClusters all = SparkClusters.fit(vectors, options);
      assertEquals(here.inertia(), all.inertia(), 0.03 * here.inertia());
      assertEquals(purity, all.purity(), 0.1);
      SparkClusters sampled = SparkClusters.fitSample(vectors, 500, options);
      assertEquals(here.inertia(), sampled.inertia(), 0.1 * here.inertia());
      assertTrue(sampled.inertia() > all.inertia(), "a sample knows less");
    }
  }

  @Test
  void whatCannotBeClusteredIsRefused() {
    KMeansOptions two = KMeansOptions.of(2);
    float[] one = {1, 2};
    assertRefused("2 clusters need", () -> SparkClusters.fit(vectors(one, one, one), two));
    assertRefused("finite", () -> SparkClusters.fit(vectors(one, new float[] {1, 1f / 0}), two));
    assertRefused("no vectors", () -> SparkClusters.fit(context.emptyRDD(), two));
    assertRefused(
        "no vectors", () -> SparkClusters.assign(context.emptyRDD(), new float[][] {one}));
    assertRefused("2 clusters need", () -> SparkClusters.fitSample(vectors(one, one), 1, two));
    SparkException thrown =
        assertThrows(
            SparkException.class,
            () -> SparkClusters.assign(vectors(one), new float[][] {{1, 2, 3}}));
    assertTrue(thrown.getMessage().contains("a vector has 2 numbers"), thrown.getMessage());
  }

  private static void assertRefused(String why, Runnable call) {
    var thrown = assertThrows(IllegalArgumentException.class, call::run);
    assertTrue(thrown.getMessage().contains(why), thrown.getMessage());
  }
}
