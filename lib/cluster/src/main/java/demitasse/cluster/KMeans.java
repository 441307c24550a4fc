package demitasse.cluster;

import demitasse.numeric.Cloud;
import demitasse.numeric.Frame;
import demitasse.numeric.Parallel;
import demitasse.numeric.PointBlock;
import demitasse.numeric.Points;
import demitasse.numeric.Rows;
import demitasse.progress.ProgressLine;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;

/**
 * k-means: divides points into k clusters so that the sum of squared distances to the clusters'
 * means, the inertia, is small.
 *
 * <p>A run ends in one of many local minima, so several runs from different starts are made and the
 * best is kept. Every cluster has points. The result depends on points, options and seed, and not
 * on the number of threads: it is the same bit for bit.
 *
 * <p>An interrupt of the thread, as by a notebook's stop button, ends the work within moments. What
 * there is by then is returned, a line says so, and the thread is no longer interrupted; before
 * there is anything, a {@link CancellationException} is thrown, and the thread stays interrupted.
 *
 * <pre>{@code
 * var clusters = KMeans.fit(codes, KMeansOptions.of(10).seed(42));
 * clusters.labels();    // int[n], 0 … 9
 * clusters.inertia();
 * }</pre>
 */
public final class KMeans {
  private KMeans() {}

  /**
   * Clusters points. If interrupted, returns the best of the restarts done by then.
   *
   * @param points shape (n, d); finite
   * @throws IllegalArgumentException if points are ragged or not finite, or fewer than k are
   *     different
   * @throws CancellationException if the thread is interrupted before the first restart is done
   */
  public static KMeansResult fit(float[][] points, KMeansOptions options) {
    return fit(Rows.of(points, "points"), options);
  }

  /**
   * Clusters points of double precision, for differences that are small beside the values; see
   * {@link #fit(float[][], KMeansOptions)}. Centroids are rounded to {@code float}.
   *
   * @param points shape (n, d); finite
   */
  public static KMeansResult fit(double[][] points, KMeansOptions options) {
    return fit(Rows.of(points, "points"), options);
  }

  /**
   * Clusters points into each of several numbers of clusters: where the inertia stops falling
   * steeply, the elbow, more clusters divide what belongs together. If interrupted, returns the
   * inertias there are by then.
   *
   * @param points shape (n, d); finite
   * @param options of which k is not used
   * @return the inertia for each k, in their order
   * @throws CancellationException if the thread is interrupted before there is one
   */
  public static double[] elbow(float[][] points, KMeansOptions options, int... ks) {
    Rows rows = Rows.of(points, "points");
    double[] inertias = new double[ks.length];
    int done = 0;
    try {
      for (; done < ks.length; done++) {
        inertias[done] = fit(rows, options.k(ks[done])).inertia();
      }
    } catch (CancellationException e) {
      if (done == 0) {
        throw e;
      }
      stopped("the elbow has %d of %d inertias".formatted(done, ks.length));
    }
    return Arrays.copyOf(inertias, done);
  }

  /** Takes the interrupt as heard, and tells what came of it. */
  private static void stopped(String what) {
    Thread.interrupted();
    ProgressLine.open().print("k-means was stopped: " + what);
  }

  private static KMeansResult fit(Rows rows, KMeansOptions options) {
    int k = options.k();
    if (k > rows.size()) {
      throw new IllegalArgumentException(
          "%d clusters need as many points, got %d".formatted(k, rows.size()));
    }
    Frame frame = Frame.of(rows);
    Cloud cloud = Cloud.of(frame.pack(rows));
    try (Parallel parallel = Parallel.of(options.threads())) {
      PointBlock[] blocks = PointBlock.all(cloud.centered(), parallel);
      Seeding seeding = new Seeding(cloud, blocks, parallel);
      double variance = variance(cloud);
      SplittableRandom random = new SplittableRandom(options.seed());
      double[] inertias = new double[options.nInit()];
      int done = 0;
      Lloyd best = null;
      double least = Double.POSITIVE_INFINITY;
      try {
        for (; done < inertias.length; done++) {
          int[] seeds = seeding.choose(options.initialization(), k, random.split());
          Lloyd run = new Lloyd(cloud, blocks, seeds, parallel);
          run.run(options.maxIterations(), options.tolerance(), variance);
          double inertia = run.inertia();
          inertias[done] = frame.squaredDistance(inertia);
          if (inertia < least) {
            best = run;
            least = inertia;
          }
        }
      } catch (CancellationException e) {
        if (best == null) {
          throw e;
        }
        stopped("the best of %d of %d restarts is returned".formatted(done, inertias.length));
      }
      return new KMeansResult(
          best.labels(),
          centroids(best.centers(), rows.dimensions(), frame),
          frame.squaredDistance(least),
          best.iterations(),
          Arrays.copyOf(inertias, done));
    }
  }

  /** Returns the variance of the points, as a mean over the columns. */
  private static double variance(Cloud cloud) {
    double sum = 0;
    for (int i = 0; i < cloud.size(); i++) {
      sum += cloud.squaredNorm(i);
    }
    return sum / ((double) cloud.size() * cloud.dimensions());
  }

  private static float[][] centroids(double[] centers, int d, Frame frame) {
    float[] values = new float[centers.length];
    for (int v = 0; v < values.length; v++) {
      values[v] = (float) frame.value(centers[v], v % d);
    }
    return new Points(values.length / d, d, values).rows();
  }
}
