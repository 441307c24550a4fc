/**
 * t-SNE: maps of many-dimensional points in 1 to 3 dimensions that keep neighbours together.
 *
 * <p>{@link demitasse.embed.TSne} is the door. Behind it, in the order of a run: {@code
 * NeighborSearch} finds each point's nearest neighbours and numbers the points so that these are
 * near in memory too, {@code Perplexity} turns distances into probabilities, {@code Affinities}
 * joins these into one symmetric matrix, {@code InitialMap} makes the start, and {@code Descent}
 * moves the map along the sum of {@code Attraction}, over the pairs of neighbours, and {@code
 * Repulsion}, over all pairs. The searches themselves are in {@code neighbors}, the ways to sum
 * forces over all pairs in {@code repulsion}.
 *
 * <p>Papers: van der Maaten and Hinton 2008, "Visualizing data using t-SNE"; van der Maaten 2014,
 * "Accelerating t-SNE using tree-based algorithms"; Linderman et al. 2019, "Fast
 * interpolation-based t-SNE for improved visualization of single-cell RNA-seq data"; Belkina et al.
 * 2019, "Automated optimized parameters for t-SNE improve visualization and analysis of large
 * datasets".
 */
package demitasse.embed;
