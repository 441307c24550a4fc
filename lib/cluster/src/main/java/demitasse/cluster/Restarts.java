package demitasse.cluster;

import demitasse.numeric.Cloud;
import demitasse.numeric.Parallel;
import demitasse.numeric.PointBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;

/**
 * Runs of k-means from several starts, of which the best counts, and what a stop leaves of them.
 */
final class Restarts {
  /** This many products of values take a few tenths of a second at most, even on one core. */
  private static final double MOST_AFTER_STOP = 3e9;

  /** The rest of a distance takes as long as this many products. */
  private static final int PRODUCTS_MORE = 8;

  private final Cloud cloud;
  private final KMeansOptions options;
  private final Parallel parallel;
  private final PointBlock[] blocks;
  private final Seeding seeding;
  private final SplittableRandom random;
  private final List<Double> inertias = new ArrayList<>();
  private Clusters best;
  private int[] seeds;
  private Lloyd current;
  private String stop;

  /** Prepares the points. */
  Restarts(Cloud cloud, KMeansOptions options, Parallel parallel) {
    this.cloud = cloud;
    this.options = options;
    this.parallel = parallel;
    blocks = PointBlock.all(cloud, parallel);
    seeding = new Seeding(cloud, blocks, parallel);
    random = new SplittableRandom(options.seed());
  }

  /**
   * Makes the runs. An interrupt ends them and is taken as heard, if there is something to return.
   *
   * @throws CancellationException if there is nothing; the thread stays interrupted
   */
  void run() {
    double variance = variance();
    try {
      for (int restart = 0; restart < options.nInit(); restart++) {
        seeds = seeding.choose(options.initialization(), options.k(), random.split());
        current = new Lloyd(cloud, blocks, seeds, parallel);
        add(current.run(options.maxIterations(), options.tolerance(), variance));
      }
    } catch (CancellationException e) {
      Thread.interrupted();
      stop = takeWhatThereIs();
    }
  }

  /** Returns the clusters of the least inertia. */
  Clusters best() {
    return best;
  }

  /** Returns the inertias of all runs. */
  List<Double> inertias() {
    return inertias;
  }

  /** Returns in words what a stop has left; null if there was none. */
  String stop() {
    return stop;
  }

  private void add(Clusters clusters) {
    inertias.add(clusters.inertia());
    if (best == null || clusters.inertia() < best.inertia()) {
      best = clusters;
    }
  }

  private String takeWhatThereIs() {
    if (best != null) {
      return "the best of the %,d restarts done is returned".formatted(inertias.size());
    }
    Clusters standing = current == null ? null : current.asItStands();
    if (standing != null) {
      add(standing);
      return "the first restart is returned as it stands after %,d iterations"
          .formatted(standing.iterations());
    }
    return takeStart();
  }

  /** Gives the points their first clusters, around random centers if none are chosen yet. */
  private String takeStart() {
    double products = (double) cloud.size() * options.k() * (cloud.dimensions() + PRODUCTS_MORE);
    if (products > MOST_AFTER_STOP) {
      Thread.currentThread().interrupt();
      throw new CancellationException("k-means was stopped before the points had clusters");
    }
    boolean chosen = seeds != null;
    if (!chosen) {
      seeds = seeding.choose(KMeansOptions.Initialization.RANDOM, options.k(), random.split());
    }
    add(new Lloyd(cloud, blocks, seeds, parallel).start());
    return "the clusters around %s are returned, before the first iteration"
        .formatted(chosen ? "the first centers" : "random points");
  }

  /** Returns the variance of the points, as a mean over the columns. */
  private double variance() {
    double sum = 0;
    for (int i = 0; i < cloud.size(); i++) {
      sum += cloud.squaredNorm(i);
    }
    return sum / ((double) cloud.size() * cloud.dimensions());
  }
}
