/**
 * Clustering: k-means with restarts, its model in Tribuo's form, and figures for its quality.
 *
 * <p>{@link demitasse.cluster.KMeans} is the door. {@code Seeding} chooses the first centres,
 * {@code Lloyd} moves them, and {@code KMeans} keeps the best of several restarts. {@link
 * demitasse.cluster.LloydTrainer} is the same behind Tribuo's trainer interface.
 */
package demitasse.cluster;
