package demitasse.embed;

/** How the forces between all pairs of points of a map are summed. */
public enum Method {
  /**
   * {@link #EXACT} up to 1,000 points; beyond, {@link #FFT} for maps of 1 or 2 dimensions and
   * {@link #BARNES_HUT} for those of 3.
   */
  AUTO,
  /** All pairs, also for the affinities: O(n²) time and memory. The yardstick of the others. */
  EXACT,
  /** A tree of cells (van der Maaten 2014): O(n log n). */
  BARNES_HUT,
  /** Interpolation on a grid (Linderman et al. 2019): O(n); maps of 1 or 2 dimensions. */
  FFT
}
