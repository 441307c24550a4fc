package demitasse.embed;

import demitasse.numeric.Parallel;
import demitasse.numeric.Points;
import java.util.ArrayList;
import java.util.List;

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
 * var map = TSne.fit(codes, TSneOptions.defaults().withPerplexity(15));
 * map.embedding();   // float[n][2]
 * map.kl();          // nats
 * }</pre>
 *
 * <p>The result depends on points, options and seed, and not on the number of threads: it is the
 * same bit for bit.
 */
public final class TSne {
  /** Up to here, summing all pairs is faster than the other methods. */
  private static final int EXACT_UP_TO = 1000;

  /** Beyond, the n² affinities of the exact method do not fit into memory. */
  private static final int EXACT_AT_MOST = 20_000;

  private TSne() {}

  /**
   * Makes a map.
   *
   * @param points shape (n, d); finite
   * @throws IllegalArgumentException if points are ragged or not finite, too few for the perplexity
   *     (which must be below n − 1) or too many for the method
   * @throws ArithmeticException if the map runs off to infinity: the learning rate is too high
   */
  public static TSneResult fit(float[][] points, TSneOptions options) {
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
  public static List<TSneResult> sweep(
      float[][] points, TSneOptions options, double... perplexities) {
    if (perplexities.length == 0) {
      throw new IllegalArgumentException("a sweep needs a perplexity");
    }
    Points packed = Points.of(points, "points");
    List<TSneOptions> runs = new ArrayList<>();
    for (double perplexity : perplexities) {
      runs.add(options.withPerplexity(perplexity));
    }
    double largest = runs.stream().mapToDouble(TSneOptions::perplexity).max().orElseThrow();
    Method method = method(packed.size(), largest, options);
    try (Parallel parallel = Parallel.of(options.threads())) {
      Stopwatch stopwatch = new Stopwatch();
      boolean all = method == Method.EXACT;
      int others = packed.size() - 1;
      int k = all ? others : Perplexity.neighbours(largest, others);
      Search search = all ? Search.EXACT : options.search();
      Arranged arranged = NeighbourSearch.among(packed, k, options.metric(), search, parallel);
      double neighbourSeconds = stopwatch.lap();
      float[] start =
          InitialMap.of(
              packed, options.initialisation(), options.dimensions(), options.seed(), parallel);
      double startSeconds = stopwatch.lap();
      List<TSneResult> results = new ArrayList<>();
      for (TSneOptions run : runs) {
        stopwatch.lap();
        int used = all ? k : Perplexity.neighbours(run.perplexity(), others);
        Affinities affinities =
            Affinities.of(arranged.neighbours().nearest(used), run.perplexity(), parallel);
        double affinitySeconds = stopwatch.lap();
        Optimisation optimisation = new Optimisation(run, arranged, start);
        optimisation.run(affinities, method, parallel);
        Timings timings =
            new Timings(neighbourSeconds, affinitySeconds, startSeconds, stopwatch.lap());
        results.add(optimisation.result(method, timings));
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
  public static float[][] transform(float[][] points, TSneResult map, float[][] newPoints) {
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
    TSneOptions options = map.options();
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

  private static Method method(int n, double perplexity, TSneOptions options) {
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

  private static final class Stopwatch {
    private long last = System.nanoTime();

    double lap() {
      long now = System.nanoTime();
      double seconds = (now - last) / 1e9;
      last = now;
      return seconds;
    }
  }
}
