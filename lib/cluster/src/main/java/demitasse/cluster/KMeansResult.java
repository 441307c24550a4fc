package demitasse.cluster;

/**
 * Clusters and how they came about.
 *
 * @param labels the cluster of each point, 0 to k − 1; length n
 * @param centroids the clusters' means, shape (k, d)
 * @param inertia the sum of the squared distances between points and their centroids
 * @param iterations how many the best restart made
 * @param restartInertias the inertia of every restart, in their order
 */
public record KMeansResult(
    int[] labels, float[][] centroids, double inertia, int iterations, double[] restartInertias) {}
