package demitasse.cluster;

/**
 * What one restart came to.
 *
 * @param labels the cluster of each point
 * @param centers the clusters' means among the points as they came, shape (k, d)
 * @param inertia the sum of the squared distances between points and their centers
 * @param iterations how many were made
 */
record Clusters(int[] labels, double[] centers, double inertia, int iterations) {}
