package demitasse.embed;

/**
 * Where the time of a run went, in seconds. In a perplexity sweep, every run states the whole of
 * what it shares with the others.
 *
 * @param neighbors finding nearest neighbours
 * @param affinities calibrating and joining probabilities
 * @param initialization making the first map
 * @param optimization moving it, the listener's own time included
 */
public record Timings(
    double neighbors, double affinities, double initialization, double optimization) {
  /** Returns the sum of the phases. */
  public double total() {
    return neighbors + affinities + initialization + optimization;
  }
}
