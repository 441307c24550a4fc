package demitasse.embed;

import static demitasse.numeric.Arguments.given;

import demitasse.embed.neighbors.Arranged;
import demitasse.embed.neighbors.Neighbors;
import demitasse.numeric.Frame;
import demitasse.numeric.Parallel;
import demitasse.numeric.Points;
import demitasse.numeric.Rows;
import demitasse.progress.ProgressLine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

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
 * var map = TSne.fit(codes, TSneOptions.defaults().perplexity(15));
 * map.embedding();   // float[n][2]
 * map.kl();          // nats
 * }</pre>
 *
 * <p>The result depends on points, options and seed, and not on the number of threads: it is the
 * same bit for bit.
 *
 * <p>An interrupt of the thread, as by a notebook's stop button, ends the work within moments. The
 * map is returned as it stands, which is the start while neighbors are still searched, and a random
 * start while principal components are computed; a line says so, and the thread is no longer
 * interrupted. If it was interrupted before, a {@link CancellationException} is thrown, and the
 * thread stays interrupted.
 */
public final class TSne {
  /** Up to here, summing all pairs is faster than the other methods. */
  private static final int EXACT_UP_TO = 1000;

  /** Beyond, the n² affinities of the exact method do not fit into memory. */
  private static final int EXACT_AT_MOST = 20_000;

  private TSne() {}

  /**
   * Makes a map. If interrupted, returns it as it stands; its divergence is not a number where it
   * is not known: before the first step, and where it takes long to compute.
   *
   * @param points shape (n, d); finite
   * @throws IllegalArgumentException if points are ragged or not finite, too few for the perplexity
   *     (which must be below n − 1) or too many for the method
   * @throws ArithmeticException if the map runs off to infinity: the learning rate is too high
   * @throws CancellationException if the thread was interrupted before
   */
  public static TSneResult fit(float[][] points, TSneOptions options) {
    given(options, "the options");
    return sweep(points, options, options.perplexity()).get(0);
  }

  /**
   * Makes a map of points of double precision, for differences that are small beside the values;
   * see {@link #fit(float[][], TSneOptions)}.
   *
   * @param points shape (n, d); finite
   */
  public static TSneResult fit(double[][] points, TSneOptions options) {
    given(options, "the options");
    return sweep(points, options, options.perplexity()).get(0);
  }

  /**
   * Makes a map for each perplexity. Neighbours and the start, which all can share, are computed
   * once. If interrupted, returns the maps made by then and the one that moves.
   *
   * @param points shape (n, d); finite
   * @param options of which the perplexity is not used
   * @return a result for each perplexity, in their order
   * @throws IllegalArgumentException as {@link #fit(float[][], TSneOptions)} does
   */
  public static List<TSneResult> sweep(
      float[][] points, TSneOptions options, double... perplexities) {
    return sweep(Rows.of(points, "points"), options, perplexities);
  }

  /**
   * Makes a map of points of double precision for each perplexity; see {@link #sweep(float[][],
   * TSneOptions, double...)}.
   *
   * @param points shape (n, d); finite
   */
  public static List<TSneResult> sweep(
      double[][] points, TSneOptions options, double... perplexities) {
    return sweep(Rows.of(points, "points"), options, perplexities);
  }

  private static List<TSneResult> sweep(Rows rows, TSneOptions options, double[] perplexities) {
    given(options, "the options");
    given(perplexities, "the perplexities");
    if (perplexities.length == 0) {
      throw new IllegalArgumentException("a sweep needs a perplexity");
    }
    List<TSneOptions> runs = new ArrayList<>();
    for (double perplexity : perplexities) {
      runs.add(options.perplexity(perplexity));
    }
    double largest = runs.stream().mapToDouble(TSneOptions::perplexity).max().orElseThrow();
    Method method = method(rows.size(), largest, options);
    Parallel.checkInterrupt();
    List<TSneResult> results = new ArrayList<>();
    float[] start = null;
    double startSeconds = 0;
    try (Parallel parallel = Parallel.of(options.threads())) {
      Points points = frame(rows, options.distance()).pack(rows);
      Stopwatch stopwatch = new Stopwatch();
      start =
          InitialMap.of(
              points, options.initialization(), options.dimensions(), options.seed(), parallel);
      startSeconds = stopwatch.lap();
      Ground ground = Ground.of(points, start, startSeconds, largest, method, options, parallel);
      for (TSneOptions run : runs) {
        TSneResult result = ground.map(run, method, parallel);
        results.add(result);
        if (result.isStopped() && Thread.currentThread().isInterrupted()) {
          throw new CancellationException();
        }
      }
    } catch (CancellationException e) {
      boolean random =
          start == null && !(options.initialization() instanceof TSneOptions.Initialization.Given);
      if (results.isEmpty()) {
        float[] map = start == null ? startAtOnce(rows.size(), options) : start;
        results.add(unmoved(map, startSeconds, method, runs.get(0)));
      }
      sayStopped(results, runs.size(), random);
    }
    return results;
  }

  private static float[] startAtOnce(int n, TSneOptions options) {
    return InitialMap.atOnce(n, options.initialization(), options.dimensions(), options.seed());
  }

  private static TSneResult unmoved(
      float[] start, double startSeconds, Method method, TSneOptions options) {
    int dimensions = options.dimensions();
    return new TSneResult(
        new Points(start.length / dimensions, dimensions, start).rows(),
        Double.NaN,
        List.of(new TSneResult.Kl(0, Double.NaN)),
        0,
        method,
        new Timings(0, 0, startSeconds, 0),
        options);
  }

  /** Takes the interrupt as heard, and tells what came of it. */
  private static void sayStopped(List<TSneResult> results, int wanted, boolean random) {
    Thread.interrupted();
    TSneResult last = results.get(results.size() - 1);
    String maps = wanted == 1 ? "" : ", map %d of %d".formatted(results.size(), wanted);
    String start = random ? "is a random start" : "is the start, which has not moved";
    String is = last.iterations() == 0 ? start : "is as it stands";
    ProgressLine.open()
        .print(
            "t-SNE was stopped after %d of %d steps%s: the map %s"
                .formatted(last.iterations(), last.options().iterations(), maps, is));
  }

  /**
   * What the maps of a sweep share.
   *
   * @param start where the points start, in their first order, shape (n, dimensions)
   */
  private record Ground(
      Arranged arranged, float[] start, double neighborSeconds, double startSeconds) {
    static Ground of(
        Points points,
        float[] start,
        double startSeconds,
        double perplexity,
        Method method,
        TSneOptions options,
        Parallel parallel) {
      Stopwatch stopwatch = new Stopwatch();
      boolean all = method == Method.EXACT;
      int others = points.size() - 1;
      int k = all ? others : Perplexity.neighbors(perplexity, others);
      Search search = all ? Search.EXACT : options.search();
      Arranged arranged = NeighborSearch.among(points, k, options.distance(), search, parallel);
      return new Ground(arranged, start, stopwatch.lap(), startSeconds);
    }

    TSneResult map(TSneOptions options, Method method, Parallel parallel) {
      Stopwatch stopwatch = new Stopwatch();
      Neighbors neighbors = arranged.neighbors();
      int used =
          method == Method.EXACT
              ? neighbors.k()
              : Perplexity.neighbors(options.perplexity(), neighbors.size() - 1);
      Affinities affinities =
          Affinities.of(neighbors.nearest(used), options.perplexity(), parallel);
      double affinitySeconds = stopwatch.lap();
      Optimization optimization = new Optimization(options, arranged, start);
      optimization.run(affinities, method, parallel);
      Timings timings =
          new Timings(neighborSeconds, affinitySeconds, startSeconds, stopwatch.lap());
      return optimization.result(method, timings);
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
   * @throws CancellationException if the thread is interrupted
   */
  public static float[][] transform(float[][] points, TSneResult map, float[][] newPoints) {
    return transform(Rows.of(points, "points"), map, Rows.of(newPoints, "new points"));
  }

  /**
   * Places new points of double precision; see {@link #transform(float[][], TSneResult,
   * float[][])}.
   */
  public static float[][] transform(double[][] points, TSneResult map, double[][] newPoints) {
    return transform(Rows.of(points, "points"), map, Rows.of(newPoints, "new points"));
  }

  private static float[][] transform(Rows points, TSneResult map, Rows newPoints) {
    Points embedding = Points.of(map.embedding(), "embedding");
    if (points.size() != embedding.size()) {
      throw new IllegalArgumentException(
          "%d points and a map of %d".formatted(points.size(), embedding.size()));
    }
    if (points.dimensions() != newPoints.dimensions()) {
      throw new IllegalArgumentException(
          "points have %d dimensions, new points %d"
              .formatted(points.dimensions(), newPoints.dimensions()));
    }
    TSneOptions options = map.options();
    Frame frame = frame(points, options.distance());
    try (Parallel parallel = Parallel.of(options.threads())) {
      Neighbors neighbors =
          NeighborSearch.of(
              frame.pack(newPoints),
              frame.pack(points),
              Perplexity.neighbors(options.perplexity(), points.size()),
              options.distance(),
              parallel);
      float[] conditional = Perplexity.conditional(neighbors, options.perplexity(), parallel);
      float[] placed =
          Placement.place(embedding, neighbors, conditional, options.theta(), parallel);
      return new Points(newPoints.size(), options.dimensions(), placed).rows();
    }
  }

  private static Frame frame(Rows points, Distance distance) {
    return distance == Distance.COSINE ? Frame.aroundZero(points) : Frame.of(points);
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
