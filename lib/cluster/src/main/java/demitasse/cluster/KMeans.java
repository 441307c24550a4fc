package demitasse.cluster;

import static demitasse.numeric.Arguments.given;

import demitasse.numeric.Cloud;
import demitasse.numeric.Frame;
import demitasse.numeric.Parallel;
import demitasse.numeric.Rows;
import demitasse.progress.ProgressLine;
import java.util.Arrays;
import java.util.concurrent.CancellationException;

/**
 * k-means: divides points into k clusters so that the sum of squared distances to the clusters'
 * means, the inertia, is small.
 *
 * <p>A run ends in one of many local minima, so several runs from different starts are made and the
 * best is kept. Every cluster has points. The result depends on points, options and seed, and not
 * on the number of threads: it is the same bit for bit.
 *
 * <p>An interrupt of the thread, as by a notebook's stop button, ends the work within moments. The
 * best restart by then is returned, or the first as it stands, or the start of one; a line says
 * which, and the thread is no longer interrupted. Where even a start would take too long, or the
 * thread was interrupted before, a {@link CancellationException} is thrown, and the thread stays
 * interrupted.
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
   * Clusters points. If interrupted, returns the best of the restarts done by then, or the first as
   * it stands: each point in the cluster it was in, each centroid the mean of its points. Before
   * the first iteration, these are the clusters around the points at which the centers start; if
   * these are not chosen yet, around random ones.
   *
   * @param points shape (n, d); finite
   * @throws IllegalArgumentException if points are ragged or not finite, or fewer than k are
   *     different
   * @throws CancellationException if the thread was interrupted before, or is before the points are
   *     read, or before they have clusters and to give them some would take long
   */
  public static KMeansResult fit(float[][] points, KMeansOptions options) {
    return tell(fit(Rows.of(points, "points"), options));
  }

  /**
   * Clusters points of double precision, for differences that are small beside the values; see
   * {@link #fit(float[][], KMeansOptions)} and {@link KMeansResult#exactCentroids}.
   *
   * @param points shape (n, d); finite
   */
  public static KMeansResult fit(double[][] points, KMeansOptions options) {
    return tell(fit(Rows.of(points, "points"), options));
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
    given(options, "the options");
    given(ks, "the numbers of clusters");
    double[] inertias = new double[ks.length];
    for (int done = 0; done < ks.length; done++) {
      Fit fit;
      try {
        fit = fit(rows, options.k(ks[done]));
      } catch (CancellationException e) {
        if (done == 0) {
          throw e;
        }
        Thread.interrupted();
        return stopped(inertias, done);
      }
      inertias[done] = fit.result().inertia();
      if (fit.stop() != null) {
        // An inertia that is too high would bend the elbow, but one is better than none.
        return stopped(inertias, Math.max(1, done));
      }
    }
    return inertias;
  }

  private static double[] stopped(double[] inertias, int done) {
    tell("the elbow has %d of %d inertias".formatted(done, inertias.length));
    return Arrays.copyOf(inertias, done);
  }

  private static KMeansResult tell(Fit fit) {
    if (fit.stop() != null) {
      tell(fit.stop());
    }
    return fit.result();
  }

  private static void tell(String stop) {
    ProgressLine.open().print("k-means was stopped: " + stop);
  }

  /**
   * What a fit came to.
   *
   * @param stop what a stop has left of it; null if there was none
   */
  private record Fit(KMeansResult result, String stop) {}

  private static Fit fit(Rows rows, KMeansOptions options) {
    given(options, "the options");
    Parallel.checkInterrupt();
    int k = options.k();
    if (k > rows.size()) {
      throw new IllegalArgumentException(
          "%d clusters need as many points, got %d".formatted(k, rows.size()));
    }
    Frame frame = Frame.of(rows);
    Cloud cloud = Cloud.of(frame.pack(rows));
    Restarts restarts;
    try (Parallel parallel = Parallel.of(options.threads())) {
      restarts = new Restarts(cloud, options, parallel);
      restarts.run();
    }
    Clusters best = restarts.best();
    double[][] centroids = centroids(best.centers(), rows.dimensions(), frame);
    return new Fit(
        new KMeansResult(
            best.labels(),
            rounded(centroids),
            centroids,
            frame.squaredDistance(best.inertia()),
            best.iterations(),
            restarts.inertias().stream().mapToDouble(frame::squaredDistance).toArray()),
        restarts.stop());
  }

  private static double[][] centroids(double[] centers, int d, Frame frame) {
    double[][] centroids = new double[centers.length / d][d];
    for (int v = 0; v < centers.length; v++) {
      centroids[v / d][v % d] = frame.value(centers[v], v % d);
    }
    return centroids;
  }

  private static float[][] rounded(double[][] rows) {
    float[][] rounded = new float[rows.length][rows[0].length];
    for (int r = 0; r < rows.length; r++) {
      for (int c = 0; c < rows[r].length; c++) {
        rounded[r][c] = (float) rows[r][c];
      }
    }
    return rounded;
  }
}
