/**
 * Clustering: k-means with restarts, and figures for its quality.
 *
 * <p>{@link demitasse.cluster.KMeans} is the door. {@code Seeding} chooses the first centres,
 * {@code Lloyd} moves them, and {@code KMeans} keeps the best of several restarts.
 */
package demitasse.cluster;
