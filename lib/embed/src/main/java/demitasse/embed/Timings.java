package demitasse.embed;

/**
 * Where the time of a run went, in seconds. In a perplexity sweep, every run states the whole of
 * what it shares with the others.
 *
 * @param neighbours finding nearest neighbours
 * @param affinities calibrating and joining probabilities
 * @param initialisation making the first map
 * @param optimisation moving it, the listener's own time included
 */
public record Timings(
    double neighbours, double affinities, double initialisation, double optimisation) {
  /** Returns the sum of the phases. */
  public double total() {
    return neighbours + affinities + initialisation + optimisation;
  }
}
