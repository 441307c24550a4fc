package demitasse.cluster;

import static demitasse.numeric.Arguments.check;
import static demitasse.numeric.Arguments.given;

/**
 * What a run is to do.
 *
 * @param k how many clusters
 * @param nInit how many restarts
 * @param maxIterations of one restart
 * @param tolerance a restart ends when the sum of the centres' squared ways in an iteration is at
 *     most this times the mean variance of the columns
 * @param seed decides the starts
 * @param initialization how starts are chosen
 * @param threads how many; 0 for one per processor
 */
public record KMeansOptions(
    int k,
    int nInit,
    int maxIterations,
    double tolerance,
    long seed,
    Initialization initialization,
    int threads) {
  /** Where k-means starts. */
  public enum Initialization {
    /**
     * Points of the data far from each other: each next one is drawn with probability in proportion
     * to the squared distance from those there are, the best of some draws (Arthur and
     * Vassilvitskii 2007, "k-means++: the advantages of careful seeding", sections 2.2 and 7).
     */
    K_MEANS_PLUS_PLUS,
    /** Points of the data, all alike. */
    RANDOM
  }

  /** Refuses values that make no sense, each with a message that names it. */
  public KMeansOptions {
    check(k >= 1, "k must be at least 1", k);
    check(nInit >= 1, "nInit must be at least 1", nInit);
    check(maxIterations >= 1, "maxIterations must be at least 1", maxIterations);
    check(tolerance >= 0 && Double.isFinite(tolerance), "tolerance must be 0 or more", tolerance);
    given(initialization, "the initialization");
    check(threads >= 0, "threads must be 0 (all) or more", threads);
  }

  /**
   * Returns the usual options, those of scikit-learn: 8 clusters, 10 restarts of at most 300
   * iterations, tolerance 1e-4, seed 0, k-means++, all threads.
   */
  public static KMeansOptions defaults() {
    return new KMeansOptions(8, 10, 300, 1e-4, 0, Initialization.K_MEANS_PLUS_PLUS, 0);
  }

  /** Returns the usual options for k clusters. */
  public static KMeansOptions of(int k) {
    return defaults().k(k);
  }

  /** Returns these options with this many clusters. */
  public KMeansOptions k(int k) {
    return new KMeansOptions(k, nInit, maxIterations, tolerance, seed, initialization, threads);
  }

  /** Returns these options with this many restarts. */
  public KMeansOptions nInit(int nInit) {
    return new KMeansOptions(k, nInit, maxIterations, tolerance, seed, initialization, threads);
  }

  /** Returns these options with at most this many iterations a restart. */
  public KMeansOptions maxIterations(int maxIterations) {
    return new KMeansOptions(k, nInit, maxIterations, tolerance, seed, initialization, threads);
  }

  /** Returns these options with this tolerance. */
  public KMeansOptions tolerance(double tolerance) {
    return new KMeansOptions(k, nInit, maxIterations, tolerance, seed, initialization, threads);
  }

  /** Returns these options with this seed. */
  public KMeansOptions seed(long seed) {
    return new KMeansOptions(k, nInit, maxIterations, tolerance, seed, initialization, threads);
  }

  /** Returns these options with this way to start. */
  public KMeansOptions initialization(Initialization initialization) {
    return new KMeansOptions(k, nInit, maxIterations, tolerance, seed, initialization, threads);
  }

  /** Returns these options with this many threads. */
  public KMeansOptions threads(int threads) {
    return new KMeansOptions(k, nInit, maxIterations, tolerance, seed, initialization, threads);
  }
}
