package demitasse.cluster;

import java.util.Locale;

/**
 * Clusters and how they came about.
 *
 * @param labels the cluster of each point, 0 to k − 1; length n
 * @param centroids the clusters' means, shape (k, d)
 * @param exactCentroids the same without rounding to {@code float}, for points of {@code double}
 * @param inertia the sum of the squared distances between points and their centroids
 * @param iterations how many the best restart made
 * @param restartInertias the inertia of every restart, in their order; fewer than wanted if the run
 *     was interrupted
 */
public record KMeansResult(
    int[] labels,
    float[][] centroids,
    double[][] exactCentroids,
    double inertia,
    int iterations,
    double[] restartInertias) {
  /** Returns the figures in a line. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d points in %d clusters: inertia %.6g, the best of %d restarts, after %d iterations",
        labels.length,
        centroids.length,
        inertia,
        restartInertias.length,
        iterations);
  }
}
