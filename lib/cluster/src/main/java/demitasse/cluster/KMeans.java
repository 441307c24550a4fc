package demitasse.cluster;

import demitasse.numeric.Parallel;
import demitasse.numeric.Points;
import java.util.SplittableRandom;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * k-means: divides points into k clusters so that the sum of squared distances to the clusters'
 * means, the inertia, is small.
 *
 * <p>A run ends in one of many local minima, so several runs from different starts are made and the
 * best is kept. Every cluster has points. The result depends on points, options and seed, and not
 * on the number of threads: it is the same bit for bit.
 *
 * <pre>{@code
 * var clusters = KMeans.fit(codes, KMeansOptions.of(10).withSeed(42));
 * clusters.labels();    // int[n], 0 … 9
 * clusters.inertia();
 * }</pre>
 */
public final class KMeans {
  private KMeans() {}

  /**
   * Clusters points.
   *
   * @param points shape (n, d); finite
   * @throws IllegalArgumentException if points are ragged or not finite, or fewer than k are
   *     different
   */
  public static KMeansResult fit(float[][] points, KMeansOptions options) {
    Points packed = Points.of(points, "points");
    return cluster(packed, options);
  }

  /**
   * Clusters points into each of several numbers of clusters: where the inertia stops falling
   * steeply, the elbow, more clusters divide what belongs together.
   *
   * @param points shape (n, d); finite
   * @param options of which k is not used
   * @return columns {@code k} and {@code inertia}
   */
  public static Table elbow(float[][] points, KMeansOptions options, int... ks) {
    Points packed = Points.of(points, "points");
    IntColumn k = IntColumn.create("k");
    DoubleColumn inertia = DoubleColumn.create("inertia");
    for (int clusters : ks) {
      k.append(clusters);
      inertia.append(cluster(packed, options.withK(clusters)).inertia());
    }
    return Table.create("elbow", k, inertia);
  }

  private static KMeansResult cluster(Points points, KMeansOptions options) {
    if (options.k() > points.size()) {
      throw new IllegalArgumentException(
          "%d clusters need as many points, got %d".formatted(options.k(), points.size()));
    }
    double[] mean = points.mean();
    try (Parallel parallel = Parallel.of(options.threads())) {
      Blocks blocks = Blocks.of(points.minus(mean), parallel);
      Seeding seeding = new Seeding(blocks, parallel);
      double variance = 0;
      for (float squared : blocks.squaredNorms()) {
        variance += squared;
      }
      variance /= (double) points.size() * points.dimensions();
      SplittableRandom random = new SplittableRandom(options.seed());
      double[] inertias = new double[options.nInit()];
      Lloyd best = null;
      double bestInertia = Double.POSITIVE_INFINITY;
      for (int restart = 0; restart < options.nInit(); restart++) {
        Points start = seeding.centres(options.init(), options.k(), random.split());
        Lloyd run = new Lloyd(blocks, start, parallel);
        run.run(options.maxIterations(), options.tolerance() * variance);
        inertias[restart] = run.inertia();
        if (inertias[restart] < bestInertia) {
          best = run;
          bestInertia = inertias[restart];
        }
      }
      double[] back = new double[mean.length];
      for (int c = 0; c < mean.length; c++) {
        back[c] = -mean[c];
      }
      return new KMeansResult(
          best.labels(),
          best.centres().minus(back).rows(),
          bestInertia,
          best.iterations(),
          inertias);
    }
  }
}
