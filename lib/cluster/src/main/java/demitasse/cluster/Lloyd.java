package demitasse.cluster;

import demitasse.numeric.Assignment;
import demitasse.numeric.Cloud;
import demitasse.numeric.Parallel;
import demitasse.numeric.PointBlock;
import java.util.Arrays;

/**
 * Moves centers until they rest: every point goes to the nearest center (E step), every center to
 * the mean of its points (M step), and again (Lloyd 1982, "Least squares quantization in PCM").
 *
 * <p>The E step looks only at points whose nearest center may have changed ({@link Assignment}).
 * The M step keeps the sums of the clusters and moves only the points that have changed cluster.
 * Both soon are few.
 */
final class Lloyd {
  /** Clusters whose variance is a smaller share of all points' lie far from each other. */
  private static final double TIGHT = 1e-3;

  private final Cloud cloud;
  private final Parallel parallel;
  private final int k;
  private final int d;
  private final Assignment assignment;
  private final int[] labels;
  private final Sums sums;
  private double[] centers;
  private int iterations;

  /**
   * Prepares a run.
   *
   * @param seeds the points at which the centers start
   */
  Lloyd(Cloud cloud, PointBlock[] blocks, int[] seeds, Parallel parallel) {
    this.cloud = cloud;
    this.parallel = parallel;
    k = seeds.length;
    d = cloud.dimensions();
    assignment = new Assignment(cloud, blocks, k, parallel);
    labels = assignment.labels();
    sums = new Sums(cloud.points(), k, parallel);
    centers = new double[k * d];
    for (int c = 0; c < k; c++) {
      put(c, seeds[c]);
    }
  }

  /**
   * Iterates until no point changes cluster, the centers rest, or {@code maxIterations} are done.
   *
   * @param tolerance the centers rest when the sum of their squared ways is at most this times
   *     {@code variance}, or times the clusters' own variance where that is very much smaller
   * @param variance of all points, a column
   */
  Clusters run(int maxIterations, double tolerance, double variance) {
    boolean changed = assign();
    while (changed && iterations < maxIterations) {
      boolean tight = mayBeTight(variance);
      if (tight) {
        sums.again(labels);
      }
      double moved = move();
      iterations++;
      // Also after the last move: labels shall be those of the centers that are returned.
      changed = assign() && moved > tolerance * (tight ? scale(variance) : variance);
    }
    return new Clusters(labels, centers, inertia(), iterations);
  }

  /** Returns the clusters around the seeds: each point with the nearest, centers in their midst. */
  Clusters start() {
    assign();
    return asItStands();
  }

  /**
   * Returns what a run that was stopped has come to: points where they are, centers in their midst.
   *
   * @return null before every point has a center
   */
  Clusters asItStands() {
    if (Arrays.stream(labels).anyMatch(label -> label < 0)) {
      return null;
    }
    sums.again(labels);
    fillEmpty();
    move();
    return new Clusters(labels, centers, inertia(), iterations);
  }

  /** The E step; returns whether a point has changed cluster. */
  private boolean assign() {
    boolean any = sums.move(assignment.follow(centers), labels);
    return fillEmpty() || any;
  }

  /**
   * Gives each cluster without points the point that is farthest from its center and not the only
   * one there. Returns whether there was such a cluster.
   */
  private boolean fillEmpty() {
    double[] squaredDistances = null;
    for (int cluster = 0; cluster < k; cluster++) {
      if (sums.count(cluster) > 0) {
        continue;
      }
      Parallel.checkInterrupt();
      squaredDistances = squaredDistances == null ? squaredDistances() : squaredDistances;
      int farthest = -1;
      double distance = 0;
      for (int i = 0; i < labels.length; i++) {
        if (sums.count(labels[i]) > 1 && squaredDistances[i] > distance) {
          farthest = i;
          distance = squaredDistances[i];
        }
      }
      if (farthest < 0) {
        throw new IllegalArgumentException(
            "%d clusters need as many different points".formatted(k));
      }
      give(farthest, cluster);
      // The center goes there at once: its distance is no longer a candidate for the next.
      squaredDistances[farthest] = 0;
    }
    return squaredDistances != null;
  }

  private void give(int point, int cluster) {
    sums.move(point, labels[point], cluster);
    assignment.assign(point, cluster);
    // Not in the array itself, which the assignment compares with the next.
    centers = centers.clone();
    put(cluster, point);
  }

  private void put(int center, int point) {
    for (int c = 0; c < d; c++) {
      centers[center * d + c] = cloud.points().at(point * d + c);
    }
  }

  /**
   * Tells whether the clusters may be tight: the variance of all points, minus that of the
   * clusters' means, is small. Rounding makes this inexact; {@link #inertia} is exact.
   */
  private boolean mayBeTight(double variance) {
    double squares = 0;
    double[] means = sums.means();
    for (int v = 0; v < means.length; v++) {
      double mean = means[v] - cloud.origin()[v % d];
      squares += sums.count(v / d) * mean * mean;
    }
    return variance - squares / values() < 2 * TIGHT * variance;
  }

  /** Returns the clusters' own variance, a column, if they are tight, and else that of all. */
  private double scale(double variance) {
    double own = inertia() / values();
    return own < TIGHT * variance ? own : variance;
  }

  private double values() {
    return (double) labels.length * d;
  }

  /** Returns the sum of the squared distances between points and their centers. */
  private double inertia() {
    return parallel.sum(
        labels.length,
        PointBlock.CAPACITY,
        (from, to) -> {
          double sum = 0;
          for (int i = from; i < to; i++) {
            sum += squaredDistance(i);
          }
          return sum;
        });
  }

  /** Returns the squared distances between points and their centers. */
  private double[] squaredDistances() {
    double[] squaredDistances = new double[labels.length];
    parallel.forBlocks(
        labels.length,
        PointBlock.CAPACITY,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            squaredDistances[i] = squaredDistance(i);
          }
        });
    return squaredDistances;
  }

  private double squaredDistance(int i) {
    return cloud.points().squaredDistance(i, centers, labels[i]);
  }

  /** The M step; returns the sum of the centers' squared ways. */
  private double move() {
    double[] means = sums.means();
    double moved = 0;
    for (int v = 0; v < means.length; v++) {
      double way = means[v] - centers[v];
      moved += way * way;
    }
    centers = means;
    return moved;
  }
}
