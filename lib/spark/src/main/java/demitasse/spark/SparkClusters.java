package demitasse.spark;

import static demitasse.numeric.Arguments.given;

import demitasse.cluster.ClusterQuality;
import demitasse.cluster.Contingency;
import demitasse.cluster.KMeansOptions;
import demitasse.cluster.KMeansOptions.Initialization;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.clustering.KMeans;
import org.apache.spark.mllib.clustering.KMeansModel;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.stat.MultivariateStatisticalSummary;
import org.apache.spark.mllib.stat.Statistics;
import org.apache.spark.storage.StorageLevel;

/**
 * k-means on vectors in partitions: by MLlib on all of them ({@link #fit}), or by {@link
 * demitasse.cluster.KMeans} on a random sample in this process ({@link #fitSample}). Both are
 * judged in the same way: executors assign every vector to its nearest centre ({@link #assign}),
 * and only sums travel. So inertia and purity can be compared with each other, and with those of
 * {@code KMeans.fit} on one machine.
 *
 * <p>Each call goes through the vectors more than once. Read them from Parquet ({@link
 * Vectors#read}) or {@code persist} them first, or they are encoded anew each time.
 *
 * @param centroids where the centres are, shape (k, d)
 * @param inertia the sum of the squared distances between all vectors and their nearest centres
 * @param counts how many vectors of which class have which nearest centre
 */
public record SparkClusters(float[][] centroids, double inertia, Contingency counts) {
  /**
   * Clusters all vectors on the executors, by MLlib.
   *
   * @param vectors of one length, finite
   * @param options k, restarts, iterations, tolerance, seed; k-means++ is MLlib's parallel form of
   *     it (Bahmani et al. 2012, "scalable k-means++"); threads are those that the executors have
   * @throws IllegalArgumentException if there is no vector, one is not finite, or fewer than k are
   *     different
   */
  public static SparkClusters fit(JavaRDD<LabelledVector> vectors, KMeansOptions options) {
    given(vectors, "the vectors");
    given(options, "the options");
    JavaRDD<Vector> points = Vectors.forMllib(vectors);
    points.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      double epsilon = epsilon(points, options);
      KMeansModel best = null;
      for (int start = 0; start < options.nInit(); start++) {
        KMeansModel model = trainer(options, epsilon, options.seed() + start).run(points.rdd());
        best = best == null || model.trainingCost() < best.trainingCost() ? model : best;
      }
      if (best.k() < options.k()) {
        throw new IllegalArgumentException(
            "%d clusters need as many different vectors, got %d".formatted(options.k(), best.k()));
      }
      return assign(vectors, centroids(best));
    } finally {
      points.unpersist(false);
    }
  }

  private static KMeans trainer(KMeansOptions options, double epsilon, long seed) {
    return new KMeans()
        .setK(options.k())
        .setMaxIterations(options.maxIterations())
        .setEpsilon(epsilon)
        .setSeed(seed)
        .setInitializationMode(
            options.initialization() == Initialization.RANDOM
                ? KMeans.RANDOM()
                : KMeans.K_MEANS_PARALLEL());
  }

  /** How far a centre may still move at the end: MLlib looks at each, the option at their sum. */
  private static double epsilon(JavaRDD<Vector> points, KMeansOptions options) {
    if (points.isEmpty()) {
      throw new IllegalArgumentException("there are no vectors to cluster");
    }
    MultivariateStatisticalSummary columns = Statistics.colStats(points.rdd());
    double variance = Arrays.stream(columns.variance().toArray()).average().orElse(0);
    if (!Double.isFinite(variance)) {
      throw new IllegalArgumentException("not all vectors are finite");
    }
    return Math.sqrt(options.tolerance() * variance / options.k());
  }

  private static float[][] centroids(KMeansModel model) {
    return Arrays.stream(model.clusterCenters())
        .map(center -> numbers(center.toArray()))
        .toArray(float[][]::new);
  }

  private static float[] numbers(double[] values) {
    float[] numbers = new float[values.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) values[i];
    }
    return numbers;
  }

  /**
   * Clusters a random sample in this process, and assigns all vectors to its centres on the
   * executors.
   *
   * @param vectors of one length, finite
   * @param size how many vectors this process gets; all, if there are no more
   * @param options as for {@link demitasse.cluster.KMeans#fit}; the seed also draws the sample
   * @throws IllegalArgumentException if a vector is not finite, or fewer than k of the sample are
   *     different
   */
  public static SparkClusters fitSample(
      JavaRDD<LabelledVector> vectors, int size, KMeansOptions options) {
    given(vectors, "the vectors");
    given(options, "the options");
    List<LabelledVector> sample = vectors.takeSample(false, size, options.seed());
    float[][] points = sample.stream().map(LabelledVector::vector).toArray(float[][]::new);
    return assign(vectors, demitasse.cluster.KMeans.fit(points, options).centroids());
  }

  /**
   * Assigns all vectors to given centres, whoever has found these, on the executors.
   *
   * @param vectors of the centres' length, finite
   * @param centroids shape (k, d)
   * @throws IllegalArgumentException if there is no vector
   */
  public static SparkClusters assign(JavaRDD<LabelledVector> vectors, float[][] centroids) {
    given(vectors, "the vectors");
    given(centroids, "the centroids", "centroid");
    // Added up in the partitions' order, or the last digits would depend on who is done first.
    List<Tally> tallies =
        vectors.mapPartitions(part -> List.of(Tally.of(part, centroids)).iterator()).collect();
    Tally all = new Tally(centroids.length);
    tallies.forEach(all::add);
    return new SparkClusters(centroids, all.inertia(), all.counts());
  }

  /** Returns which share of the vectors has the class that is most frequent in its cluster. */
  public double purity() {
    return ClusterQuality.purity(counts);
  }

  /** Returns the figures in a line. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d vectors in %d clusters: inertia %.6g, purity %.4f",
        IntStream.of(counts.rows()).sum(),
        centroids.length,
        inertia,
        purity());
  }
}
