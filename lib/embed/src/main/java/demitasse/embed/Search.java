package demitasse.embed;

/** How nearest neighbours are found. */
public enum Search {
  /** {@link #EXACT} up to 10,000 points, {@link #APPROXIMATE} beyond. */
  AUTO,
  /** All distances: O(n²). */
  EXACT,
  /**
   * The distances to the points of the nearest clusters: O(n^1.5). {@link NeighborRecall} tells
   * what is missed; of codes of MNIST it is about one neighbour in fifty.
   */
  APPROXIMATE
}
