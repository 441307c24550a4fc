package demitasse.embed;

import demitasse.compute.Parallel;
import demitasse.compute.Points;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * t-distributed stochastic neighbour embedding: places points of many dimensions on a map of 1 to
 * 3, so that points that are neighbours stay neighbours.
 *
 * <p>Similarities of points are probabilities: Gaussian in the original space, with a width for
 * each point that the perplexity decides, and Student's t with one degree of freedom on the map.
 * The map minimises the Kullback–Leibler divergence of the second from the first.
 *
 * <p>A map shows neighbourhoods. Sizes of clumps and gaps between them carry no meaning, and t-SNE
 * is no clustering.
 *
 * <pre>{@code
 * var map = TSne.fit(codes, TSne.Options.defaults().withPerplexity(15));
 * map.embedding();   // float[n][2]
 * map.kl();          // nats
 * }</pre>
 *
 * <p>The result depends on points, options and seed, and not on the number of threads: it is the
 * same bit for bit.
 */
public final class TSne {
  /** While the attraction is exaggerated, and after (van der Maaten 2014, section 5.1). */
  private static final double EARLY_MOMENTUM = 0.5;

  private static final double MOMENTUM = 0.8;

  /** Up to here, summing all pairs is faster than the other methods. */
  private static final int EXACT_UP_TO = 1000;

  /** Beyond, the n² affinities of the exact method do not fit into memory. */
  private static final int EXACT_AT_MOST = 20_000;

  /** A grid of more nodes than this costs more than a tree. */
  private static final int MAX_NODES = 4_000_000;

  private TSne() {}

  /**
   * Makes a map.
   *
   * @param points shape (n, d); finite
   * @throws IllegalArgumentException if points are ragged or not finite, too few for the perplexity
   *     (which must be below n − 1) or too many for the method
   * @throws ArithmeticException if the map runs off to infinity: the learning rate is too high
   */
  public static Result fit(float[][] points, Options options) {
    return sweep(points, options, options.perplexity()).get(0);
  }

  /**
   * Makes a map for each perplexity. Neighbours and the start, which all can share, are computed
   * once.
   *
   * @param points shape (n, d); finite
   * @param options of which the perplexity is not used
   * @return a result for each perplexity, in their order
   * @throws IllegalArgumentException as {@link #fit} does
   */
  public static List<Result> sweep(float[][] points, Options options, double... perplexities) {
    if (perplexities.length == 0) {
      throw new IllegalArgumentException("a sweep needs a perplexity");
    }
    Points packed = Points.of(points, "points");
    List<Options> runs = new ArrayList<>();
    for (double perplexity : perplexities) {
      runs.add(options.withPerplexity(perplexity));
    }
    double largest = runs.stream().mapToDouble(Options::perplexity).max().orElseThrow();
    Method method = method(packed.size(), largest, options);
    try (Parallel parallel = Parallel.of(options.threads())) {
      Stopwatch stopwatch = new Stopwatch();
      Points prepared = NeighbourSearch.prepare(packed, options.metric());
      int others = packed.size() - 1;
      int k = method == Method.EXACT ? others : Perplexity.neighbours(largest, others);
      Neighbours neighbours =
          NeighbourSearch.among(prepared, k, options.metric(), options.search(), parallel);
      double neighbourSeconds = stopwatch.lap();
      float[] start =
          InitialMap.of(
              packed, options.initialisation(), options.dimensions(), options.seed(), parallel);
      double startSeconds = stopwatch.lap();
      List<Result> results = new ArrayList<>();
      for (Options run : runs) {
        stopwatch.lap();
        int used = method == Method.EXACT ? k : Perplexity.neighbours(run.perplexity(), others);
        Affinities affinities = affinities(neighbours.nearest(used), run.perplexity(), parallel);
        double affinitySeconds = stopwatch.lap();
        Trace trace = new Trace(run, start.clone());
        trace.run(affinities, method, parallel);
        Timings timings =
            new Timings(neighbourSeconds, affinitySeconds, startSeconds, stopwatch.lap());
        results.add(trace.result(method, timings));
      }
      return results;
    }
  }

  /**
   * Places new points on a map, which stays as it is. Each is placed by itself, whatever others
   * there are.
   *
   * @param points what the map was made from, shape (n, d)
   * @param map the map
   * @param newPoints shape (m, d)
   * @return the new points' places, shape (m, dimensions)
   * @throws IllegalArgumentException if shapes do not fit or values are not finite
   */
  public static float[][] transform(float[][] points, Result map, float[][] newPoints) {
    Points packed = Points.of(points, "points");
    Points packedNew = Points.of(newPoints, "new points");
    Points embedding = Points.of(map.embedding(), "embedding");
    if (packed.size() != embedding.size()) {
      throw new IllegalArgumentException(
          "%d points and a map of %d".formatted(packed.size(), embedding.size()));
    }
    if (packed.dimensions() != packedNew.dimensions()) {
      throw new IllegalArgumentException(
          "points have %d dimensions, new points %d"
              .formatted(packed.dimensions(), packedNew.dimensions()));
    }
    Options options = map.options();
    try (Parallel parallel = Parallel.of(options.threads())) {
      Neighbours neighbours =
          NeighbourSearch.of(
              packedNew,
              packed,
              Perplexity.neighbours(options.perplexity(), packed.size()),
              options.metric(),
              parallel);
      float[] conditional = Perplexity.conditional(neighbours, options.perplexity(), parallel);
      float[] placed =
          Placement.place(embedding, neighbours, conditional, options.theta(), parallel);
      return new Points(packedNew.size(), options.dimensions(), placed).rows();
    }
  }

  static Affinities affinities(Neighbours neighbours, double perplexity, Parallel parallel) {
    float[] conditional = Perplexity.conditional(neighbours, perplexity, parallel);
    return Affinities.symmetric(neighbours, conditional, parallel);
  }

  static Repulsion repulsion(Method method, Options options, Parallel parallel) {
    int dimensions = options.dimensions();
    return switch (method) {
      case EXACT -> new ExactRepulsion(dimensions, parallel);
      case FFT ->
          new FftRepulsion(
              dimensions,
              MAX_NODES,
              new BarnesHutRepulsion(dimensions, options.theta(), parallel),
              parallel);
      default -> new BarnesHutRepulsion(dimensions, options.theta(), parallel);
    };
  }

  private static Method method(int n, double perplexity, Options options) {
    if (!(perplexity < n - 1)) {
      throw new IllegalArgumentException(
          "perplexity %s needs more than %d points, got %d"
              .formatted(perplexity, (int) Math.floor(perplexity) + 1, n));
    }
    Method method = options.method();
    if (method == Method.AUTO) {
      if (n <= EXACT_UP_TO) {
        return Method.EXACT;
      }
      return options.dimensions() <= 2 ? Method.FFT : Method.BARNES_HUT;
    }
    if (method == Method.EXACT && n > EXACT_AT_MOST) {
      throw new IllegalArgumentException(
          "the exact method is for up to %d points, got %d".formatted(EXACT_AT_MOST, n));
    }
    return method;
  }

  /** An optimisation and what is noted of it. */
  private static final class Trace {
    private final Options options;
    private final float[] y;
    private final List<Kl> curve = new ArrayList<>();
    private int iteration;

    Trace(Options options, float[] y) {
      this.options = options;
      this.y = y;
    }

    void run(Affinities affinities, Method method, Parallel parallel) {
      double rate = options.learningRateFor(affinities.size());
      Descent descent =
          new Descent(
              y,
              new Attraction(affinities, options.dimensions(), parallel),
              repulsion(method, options, parallel),
              parallel);
      while (note(descent) && iteration < options.iterations()) {
        boolean early = iteration < options.exaggerationIterations();
        descent.step(
            rate, early ? EARLY_MOMENTUM : MOMENTUM, early ? options.earlyExaggeration() : 1);
        iteration++;
      }
    }

    /** Notes the divergence when it is time to; returns whether to go on. */
    private boolean note(Descent descent) {
      if (iteration % options.reportEvery() != 0 && iteration != options.iterations()) {
        return true;
      }
      double kl = descent.divergence();
      if (!Double.isFinite(kl)) {
        throw new ArithmeticException(
            "the map ran off to infinity before iteration %d: lower the learning rate from %s"
                .formatted(iteration, options.learningRateFor(y.length / options.dimensions())));
      }
      curve.add(new Kl(iteration, kl));
      return options.listener() == null
          || options
              .listener()
              .onProgress(new Progress(iteration, options.iterations(), kl, embedding()));
    }

    private float[][] embedding() {
      return new Points(y.length / options.dimensions(), options.dimensions(), y).rows();
    }

    Result result(Method method, Timings timings) {
      double kl = curve.get(curve.size() - 1).kl();
      return new Result(embedding(), kl, List.copyOf(curve), iteration, method, timings, options);
    }
  }

  private static final class Stopwatch {
    private long last = System.nanoTime();

    double lap() {
      long now = System.nanoTime();
      double seconds = (now - last) / 1e9;
      last = now;
      return seconds;
    }
  }

  /**
   * A value of the divergence.
   *
   * @param iteration after how many steps
   * @param kl in nats, of the affinities without exaggeration
   */
  public record Kl(int iteration, double kl) {}

  /**
   * A map and how it came about.
   *
   * @param embedding the map, shape (n, dimensions)
   * @param kl its divergence in nats
   * @param klCurve the divergence before the first step, after the last one and, between, every
   *     {@link Options#reportEvery} steps
   * @param iterations how many steps were made; fewer than wanted if the listener stopped them
   * @param method how forces were summed; never {@link Method#AUTO}
   * @param timings where the time went
   * @param options as they were used
   */
  public record Result(
      float[][] embedding,
      double kl,
      List<Kl> klCurve,
      int iterations,
      Method method,
      Timings timings,
      Options options) {}

  /**
   * What a run is to do. Start from {@link #defaults()} and change what differs.
   *
   * @param dimensions of the map, 1 to 3
   * @param perplexity the effective number of neighbours, at least 1; usually 5 to 50
   * @param learningRate of the gradient as the papers and scikit-learn have it, with its factor 4;
   *     empty for n / earlyExaggeration (Belkina et al. 2019), which in this gradient's measure is
   *     a quarter of that, but at least 50
   * @param iterations how many steps, those of exaggeration included
   * @param earlyExaggeration multiplies the attraction at first, so that clusters can form
   * @param exaggerationIterations how many steps that lasts
   * @param initialisation where points start
   * @param metric of the distances between points
   * @param method how forces are summed
   * @param search how neighbours are found
   * @param theta accuracy of {@link Method#BARNES_HUT}: 0 is exact, 0.5 usual, 1 coarse
   * @param seed of what is random
   * @param threads how many; 0 for one per processor
   * @param reportEvery how many steps between two values of the divergence
   * @param listener sees these; null for none
   */
  public record Options(
      int dimensions,
      double perplexity,
      OptionalDouble learningRate,
      int iterations,
      double earlyExaggeration,
      int exaggerationIterations,
      Initialisation initialisation,
      Metric metric,
      Method method,
      Search search,
      double theta,
      long seed,
      int threads,
      int reportEvery,
      Listener listener) {
    private static final double LEAST_AUTO_RATE = 50;

    /** Refuses values that make no sense, each with a message that names it. */
    public Options {
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
      Objects.requireNonNull(initialisation, "initialisation");
      Objects.requireNonNull(metric, "metric");
      Objects.requireNonNull(method, "method");
      Objects.requireNonNull(search, "search");
      check(
          method != Method.FFT || dimensions <= 2,
          "method FFT is for 1 or 2 dimensions",
          dimensions);
      check(theta >= 0 && theta <= 1, "theta must be 0 to 1", theta);
      check(threads >= 0, "threads must be 0 (all) or more", threads);
      check(reportEvery >= 1, "reportEvery must be at least 1", reportEvery);
    }

    private static void check(boolean holds, String demand, Object value) {
      if (!holds) {
        throw new IllegalArgumentException(demand + ", got " + value);
      }
    }

    /**
     * Returns the usual options: 2 dimensions, perplexity 30, automatic learning rate, 1000
     * iterations, exaggeration 12 for 250 of them, principal components to start from, Euclidean,
     * method and search by size, θ 0.5, seed 0, all threads, a report every 50 steps.
     */
    public static Options defaults() {
      return new Options(
          2,
          30,
          OptionalDouble.empty(),
          1000,
          12,
          250,
          Initialisation.pca(),
          Metric.EUCLIDEAN,
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
    public Options withDimensions(int dimensions) {
      return new Options(
          dimensions,
          perplexity,
          learningRate,
          iterations,
          earlyExaggeration,
          exaggerationIterations,
          initialisation,
          metric,
          method,
          search,
          theta,
          seed,
          threads,
          reportEvery,
          listener);
    }

    /** Returns these options with this perplexity. */
    public Options withPerplexity(double perplexity) {
      return new Options(
          dimensions,
          perplexity,
          learningRate,
          iterations,
          earlyExaggeration,
          exaggerationIterations,
          initialisation,
          metric,
          method,
          search,
          theta,
          seed,
          threads,
          reportEvery,
          listener);
    }

    /** Returns these options with this learning rate. */
    public Options withLearningRate(double learningRate) {
      return new Options(
          dimensions,
          perplexity,
          OptionalDouble.of(learningRate),
          iterations,
          earlyExaggeration,
          exaggerationIterations,
          initialisation,
          metric,
          method,
          search,
          theta,
          seed,
          threads,
          reportEvery,
          listener);
    }

    /** Returns these options with the automatic learning rate. */
    public Options withAutoLearningRate() {
      return new Options(
          dimensions,
          perplexity,
          OptionalDouble.empty(),
          iterations,
          earlyExaggeration,
          exaggerationIterations,
          initialisation,
          metric,
          method,
          search,
          theta,
          seed,
          threads,
          reportEvery,
          listener);
    }

    /** Returns these options with this many steps. */
    public Options withIterations(int iterations) {
      return new Options(
          dimensions,
          perplexity,
          learningRate,
          iterations,
          earlyExaggeration,
          exaggerationIterations,
          initialisation,
          metric,
          method,
          search,
          theta,
          seed,
          threads,
          reportEvery,
          listener);
    }

    /** Returns these options with this early exaggeration. */
    public Options withEarlyExaggeration(double earlyExaggeration) {
      return new Options(
          dimensions,
          perplexity,
          learningRate,
          iterations,
          earlyExaggeration,
          exaggerationIterations,
          initialisation,
          metric,
          method,
          search,
          theta,
          seed,
          threads,
          reportEvery,
          listener);
    }

    /** Returns these options with this many steps of exaggeration. */
    public Options withExaggerationIterations(int exaggerationIterations) {
      return new Options(
          dimensions,
          perplexity,
          learningRate,
          iterations,
          earlyExaggeration,
          exaggerationIterations,
          initialisation,
          metric,
          method,
          search,
          theta,
          seed,
          threads,
          reportEvery,
          listener);
    }

    /** Returns these options with this start. */
    public Options withInitialisation(Initialisation initialisation) {
      return new Options(
          dimensions,
          perplexity,
          learningRate,
          iterations,
          earlyExaggeration,
          exaggerationIterations,
          initialisation,
          metric,
          method,
          search,
          theta,
          seed,
          threads,
          reportEvery,
          listener);
    }

    /** Returns these options with this metric. */
    public Options withMetric(Metric metric) {
      return new Options(
          dimensions,
          perplexity,
          learningRate,
          iterations,
          earlyExaggeration,
          exaggerationIterations,
          initialisation,
          metric,
          method,
          search,
          theta,
          seed,
          threads,
          reportEvery,
          listener);
    }

    /** Returns these options with this way to sum forces. */
    public Options withMethod(Method method) {
      return new Options(
          dimensions,
          perplexity,
          learningRate,
          iterations,
          earlyExaggeration,
          exaggerationIterations,
          initialisation,
          metric,
          method,
          search,
          theta,
          seed,
          threads,
          reportEvery,
          listener);
    }

    /** Returns these options with this way to find neighbours. */
    public Options withSearch(Search search) {
      return new Options(
          dimensions,
          perplexity,
          learningRate,
          iterations,
          earlyExaggeration,
          exaggerationIterations,
          initialisation,
          metric,
          method,
          search,
          theta,
          seed,
          threads,
          reportEvery,
          listener);
    }

    /** Returns these options with this accuracy of the tree. */
    public Options withTheta(double theta) {
      return new Options(
          dimensions,
          perplexity,
          learningRate,
          iterations,
          earlyExaggeration,
          exaggerationIterations,
          initialisation,
          metric,
          method,
          search,
          theta,
          seed,
          threads,
          reportEvery,
          listener);
    }

    /** Returns these options with this seed. */
    public Options withSeed(long seed) {
      return new Options(
          dimensions,
          perplexity,
          learningRate,
          iterations,
          earlyExaggeration,
          exaggerationIterations,
          initialisation,
          metric,
          method,
          search,
          theta,
          seed,
          threads,
          reportEvery,
          listener);
    }

    /** Returns these options with this many threads. */
    public Options withThreads(int threads) {
      return new Options(
          dimensions,
          perplexity,
          learningRate,
          iterations,
          earlyExaggeration,
          exaggerationIterations,
          initialisation,
          metric,
          method,
          search,
          theta,
          seed,
          threads,
          reportEvery,
          listener);
    }

    /** Returns these options with this many steps between reports. */
    public Options withReportEvery(int reportEvery) {
      return new Options(
          dimensions,
          perplexity,
          learningRate,
          iterations,
          earlyExaggeration,
          exaggerationIterations,
          initialisation,
          metric,
          method,
          search,
          theta,
          seed,
          threads,
          reportEvery,
          listener);
    }

    /** Returns these options with this listener. */
    public Options withListener(Listener listener) {
      return new Options(
          dimensions,
          perplexity,
          learningRate,
          iterations,
          earlyExaggeration,
          exaggerationIterations,
          initialisation,
          metric,
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
