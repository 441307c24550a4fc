package demitasse.embed;

import static demitasse.numeric.Arguments.check;
import static demitasse.numeric.Arguments.given;

import demitasse.numeric.Points;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * What a run is to do. Start from {@link #defaults()} and change what differs.
 *
 * @param dimensions of the map, 1 to 3
 * @param perplexity the effective number of neighbours, at least 1; usually 5 to 50
 * @param learningRate of the gradient with its factor 4, as in the papers and in scikit-learn;
 *     empty for n / earlyExaggeration / 4, but at least 50: the rate of Belkina et al. 2019, who
 *     count without the factor
 * @param iterations how many steps, those of exaggeration included
 * @param earlyExaggeration multiplies the attraction at first, so that clusters can form
 * @param exaggerationIterations how many steps that lasts
 * @param initialization where points start
 * @param distance between points
 * @param method how forces are summed
 * @param search how neighbours are found
 * @param theta accuracy of {@link Method#BARNES_HUT}: 0 is exact, 0.5 usual, 1 coarse
 * @param seed of what is random
 * @param threads how many; 0 for one per processor
 * @param reportEvery how many steps between two values of the divergence
 * @param listener sees these; null for none
 */
public record TSneOptions(
    int dimensions,
    double perplexity,
    OptionalDouble learningRate,
    int iterations,
    double earlyExaggeration,
    int exaggerationIterations,
    Initialization initialization,
    Distance distance,
    Method method,
    Search search,
    double theta,
    long seed,
    int threads,
    int reportEvery,
    Listener listener) {
  /**
   * Where the points of a map start.
   *
   * <p>The global arrangement of a t-SNE map is largely that of its start: principal components
   * keep it meaningful, and the same from run to run (Kobak and Berens 2019, "The art of using
   * t-SNE for single-cell transcriptomics").
   */
  public sealed interface Initialization {
    /**
     * Starts from the leading principal components, scaled to a deviation of 1e-4. A hundredth of
     * that is noise, which the seed decides.
     */
    static Initialization pca() {
      return new PrincipalComponents();
    }

    /** Starts from a Gaussian cloud of deviation 1e-4, which depends on the seed. */
    static Initialization random() {
      return new RandomCloud();
    }

    /**
     * Starts from a given map, as it stands.
     *
     * @param embedding shape (n, dimensions)
     * @throws IllegalArgumentException if it is empty, ragged or not finite
     */
    static Initialization given(float[][] embedding) {
      return new Given(Points.of(embedding, "initial embedding"));
    }

    /** See {@link #pca()}. */
    record PrincipalComponents() implements Initialization {}

    /** See {@link #random()}. */
    record RandomCloud() implements Initialization {}

    /**
     * See {@link #given}.
     *
     * @param embedding the map
     */
    record Given(Points embedding) implements Initialization {}
  }

  private static final double LEAST_AUTO_RATE = 50;

  /** Refuses values that make no sense, each with a message that names it. */
  public TSneOptions {
    check(dimensions >= 1 && dimensions <= 3, "dimensions must be 1 to 3", dimensions);
    check(
        perplexity >= 1 && Double.isFinite(perplexity),
        "perplexity must be at least 1",
        perplexity);
    double rate = learningRate.orElse(1);
    check(rate > 0 && Double.isFinite(rate), "learningRate must be positive", rate);
    check(iterations >= 0, "iterations must be 0 or more", iterations);
    check(
        earlyExaggeration >= 1 && Double.isFinite(earlyExaggeration),
        "earlyExaggeration must be at least 1",
        earlyExaggeration);
    check(
        exaggerationIterations >= 0,
        "exaggerationIterations must be 0 or more",
        exaggerationIterations);
    given(initialization, "the initialization");
    given(distance, "the distance");
    given(method, "the method");
    given(search, "the search");
    check(
        method != Method.FFT || dimensions <= 2, "method FFT is for 1 or 2 dimensions", dimensions);
    check(theta >= 0 && theta <= 1, "theta must be 0 to 1", theta);
    check(threads >= 0, "threads must be 0 (all) or more", threads);
    check(reportEvery >= 1, "reportEvery must be at least 1", reportEvery);
  }

  /**
   * Returns the usual options: 2 dimensions, perplexity 30, automatic learning rate, 1000
   * iterations, exaggeration 12 for 250 of them, principal components to start from, Euclidean,
   * method and search by size, θ 0.5, seed 0, all threads, a report every 50 steps.
   */
  public static TSneOptions defaults() {
    return new TSneOptions(
        2,
        30,
        OptionalDouble.empty(),
        1000,
        12,
        250,
        Initialization.pca(),
        Distance.EUCLIDEAN,
        Method.AUTO,
        Search.AUTO,
        0.5,
        0,
        0,
        50,
        null);
  }

  /** Returns the learning rate for n points: the given one, or the automatic one. */
  double learningRateFor(int n) {
    return learningRate.orElse(Math.max(LEAST_AUTO_RATE, n / earlyExaggeration / 4));
  }

  /** Returns these options with a map of this many dimensions. */
  public TSneOptions dimensions(int dimensions) {
    return with(draft -> draft.dimensions = dimensions);
  }

  /** Returns these options with this perplexity. */
  public TSneOptions perplexity(double perplexity) {
    return with(draft -> draft.perplexity = perplexity);
  }

  /** Returns these options with this learning rate. */
  public TSneOptions learningRate(double learningRate) {
    return with(draft -> draft.learningRate = OptionalDouble.of(learningRate));
  }

  /** Returns these options with the automatic learning rate. */
  public TSneOptions autoLearningRate() {
    return with(draft -> draft.learningRate = OptionalDouble.empty());
  }

  /** Returns these options with this many steps. */
  public TSneOptions iterations(int iterations) {
    return with(draft -> draft.iterations = iterations);
  }

  /** Returns these options with this early exaggeration. */
  public TSneOptions earlyExaggeration(double earlyExaggeration) {
    return with(draft -> draft.earlyExaggeration = earlyExaggeration);
  }

  /** Returns these options with this many steps of exaggeration. */
  public TSneOptions exaggerationIterations(int exaggerationIterations) {
    return with(draft -> draft.exaggerationIterations = exaggerationIterations);
  }

  /** Returns these options with this start. */
  public TSneOptions initialization(Initialization initialization) {
    return with(draft -> draft.initialization = initialization);
  }

  /** Returns these options with this distance. */
  public TSneOptions distance(Distance distance) {
    return with(draft -> draft.distance = distance);
  }

  /** Returns these options with this way to sum forces. */
  public TSneOptions method(Method method) {
    return with(draft -> draft.method = method);
  }

  /** Returns these options with this way to find neighbours. */
  public TSneOptions search(Search search) {
    return with(draft -> draft.search = search);
  }

  /** Returns these options with this accuracy of the tree. */
  public TSneOptions theta(double theta) {
    return with(draft -> draft.theta = theta);
  }

  /** Returns these options with this seed. */
  public TSneOptions seed(long seed) {
    return with(draft -> draft.seed = seed);
  }

  /** Returns these options with this many threads. */
  public TSneOptions threads(int threads) {
    return with(draft -> draft.threads = threads);
  }

  /** Returns these options with this many steps between reports. */
  public TSneOptions reportEvery(int reportEvery) {
    return with(draft -> draft.reportEvery = reportEvery);
  }

  /** Returns these options with this listener. */
  public TSneOptions listener(Listener listener) {
    return with(draft -> draft.listener = listener);
  }

  private TSneOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /** The same values where they can be set one by one; a record copies only all of them. */
  private static final class Draft {
    private int dimensions;
    private double perplexity;
    private OptionalDouble learningRate;
    private int iterations;
    private double earlyExaggeration;
    private int exaggerationIterations;
    private Initialization initialization;
    private Distance distance;
    private Method method;
    private Search search;
    private double theta;
    private long seed;
    private int threads;
    private int reportEvery;
    private Listener listener;

    Draft(TSneOptions options) {
      dimensions = options.dimensions;
      perplexity = options.perplexity;
      learningRate = options.learningRate;
      iterations = options.iterations;
      earlyExaggeration = options.earlyExaggeration;
      exaggerationIterations = options.exaggerationIterations;
      initialization = options.initialization;
      distance = options.distance;
      method = options.method;
      search = options.search;
      theta = options.theta;
      seed = options.seed;
      threads = options.threads;
      reportEvery = options.reportEvery;
      listener = options.listener;
    }

    TSneOptions options() {
      return new TSneOptions(
          dimensions,
          perplexity,
          learningRate,
          iterations,
          earlyExaggeration,
          exaggerationIterations,
          initialization,
          distance,
          method,
          search,
          theta,
          seed,
          threads,
          reportEvery,
          listener);
    }
  }
}
