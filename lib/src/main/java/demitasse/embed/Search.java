package demitasse.embed;

/** How nearest neighbours are found. */
public enum Search {
  /** {@link #EXACT} up to 20,000 points, {@link #APPROXIMATE} beyond. */
  AUTO,
  /** All distances: O(n²). */
  EXACT,
  /** The distances within a neighbourhood of clusters; misses about one neighbour in a hundred. */
  APPROXIMATE
}
