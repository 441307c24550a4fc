package demitasse.cluster;

import demitasse.numeric.Cloud;
import demitasse.numeric.NearestCenter;
import demitasse.numeric.Parallel;
import demitasse.numeric.PointBlock;
import java.util.Arrays;

/**
 * Moves centers until they rest: every point goes to the nearest center (E step), every center to
 * the mean of its points (M step), and again (Lloyd 1982, "Least squares quantization in PCM").
 *
 * <p>The E step is a product of matrices, block by block. The M step keeps the sums of the clusters
 * and moves only the points that have changed cluster, which soon are few.
 */
final class Lloyd {
  /** Clusters whose variance is a smaller share of all points' lie far from each other. */
  private static final double TIGHT = 1e-3;

  private final Cloud cloud;
  private final PointBlock[] blocks;
  private final Parallel parallel;
  private final int k;
  private final int d;
  private final int[] labels;
  private final double[] squaredDistances;
  private final double[] sums;
  private final int[] counts;
  private double[] centers;
  private int iterations;

  /**
   * Prepares a run.
   *
   * @param seeds the points at which the centers start
   */
  Lloyd(Cloud cloud, PointBlock[] blocks, int[] seeds, Parallel parallel) {
    this.cloud = cloud;
    this.blocks = blocks;
    this.parallel = parallel;
    k = seeds.length;
    d = cloud.dimensions();
    labels = new int[cloud.size()];
    Arrays.fill(labels, -1);
    squaredDistances = new double[labels.length];
    sums = new double[k * d];
    counts = new int[k];
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
  void run(int maxIterations, double tolerance, double variance) {
    boolean changed = assign();
    while (changed && iterations < maxIterations) {
      double own = sum(squaredDistances) / ((double) labels.length * d);
      boolean tight = own < TIGHT * variance;
      if (tight) {
        sumAgain();
      }
      double moved = move();
      iterations++;
      // Also after the last move: labels shall be those of the centers that are returned.
      changed = assign() && moved > tolerance * (tight ? own : variance);
    }
  }

  /** Returns the centers among the points as they came, shape (k, d). */
  double[] centers() {
    return centers;
  }

  int[] labels() {
    return labels;
  }

  int iterations() {
    return iterations;
  }

  /** Returns the sum of the squared distances between points and their centers. */
  double inertia() {
    float[] values = cloud.points().values();
    return parallel.sum(
        labels.length,
        PointBlock.CAPACITY,
        (from, to) -> {
          double sum = 0;
          for (int i = from; i < to; i++) {
            for (int c = 0; c < d; c++) {
              double difference = values[i * d + c] - centers[labels[i] * d + c];
              sum += difference * difference;
            }
          }
          return sum;
        });
  }

  /** The E step; returns whether a point has changed cluster. */
  private boolean assign() {
    NearestCenter nearest = new NearestCenter(cloud, centers);
    int[][] changes = new int[blocks.length][];
    int[] before = labels.clone();
    parallel.forBlocks(
        labels.length,
        PointBlock.CAPACITY,
        (from, to) -> {
          int b = from / PointBlock.CAPACITY;
          int[] label = new int[to - from];
          double[] squared = new double[to - from];
          nearest.assign(blocks[b], from, label, squared);
          int[] changed = new int[to - from];
          int count = 0;
          for (int j = 0; j < label.length; j++) {
            if (label[j] != labels[from + j]) {
              changed[count++] = from + j;
            }
          }
          System.arraycopy(label, 0, labels, from, label.length);
          System.arraycopy(squared, 0, squaredDistances, from, label.length);
          changes[b] = Arrays.copyOf(changed, count);
        });
    boolean any = false;
    // In the order of the points, whatever the threads did: sums shall have the same bits.
    for (int[] changed : changes) {
      for (int i : changed) {
        add(i, before[i], -1);
        add(i, labels[i], 1);
        any = true;
      }
    }
    return fillEmpty() || any;
  }

  private void add(int i, int cluster, int sign) {
    if (cluster < 0) {
      return;
    }
    counts[cluster] += sign;
    float[] values = cloud.points().values();
    for (int c = 0; c < d; c++) {
      sums[cluster * d + c] += sign * (double) values[i * d + c];
    }
  }

  /**
   * Gives each cluster without points the point that is farthest from its center and not the only
   * one there. Returns whether there was such a cluster.
   */
  private boolean fillEmpty() {
    boolean any = false;
    for (int cluster = 0; cluster < k; cluster++) {
      if (counts[cluster] > 0) {
        continue;
      }
      Parallel.checkInterrupt();
      int farthest = -1;
      double distance = 0;
      for (int i = 0; i < labels.length; i++) {
        if (counts[labels[i]] > 1 && squaredDistances[i] > distance) {
          farthest = i;
          distance = squaredDistances[i];
        }
      }
      if (farthest < 0) {
        throw new IllegalArgumentException(
            "%d clusters need as many different points".formatted(k));
      }
      add(farthest, labels[farthest], -1);
      add(farthest, cluster, 1);
      labels[farthest] = cluster;
      // The center goes there at once: its distance is no longer a candidate for the next.
      put(cluster, farthest);
      squaredDistances[farthest] = 0;
      any = true;
    }
    return any;
  }

  private void put(int center, int point) {
    float[] values = cloud.points().values();
    for (int c = 0; c < d; c++) {
      centers[center * d + c] = values[point * d + c];
    }
  }

  /** Sums anew what small values have lost beside large ones that came and went. */
  private void sumAgain() {
    Arrays.fill(sums, 0);
    Arrays.fill(counts, 0);
    for (int i = 0; i < labels.length; i++) {
      add(i, labels[i], 1);
    }
  }

  /** Returns a sum; four at a time, so that no addition waits for the one before. */
  private static double sum(double[] values) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    for (int v = 0; v + 3 < values.length; v += 4) {
      first += values[v];
      second += values[v + 1];
      third += values[v + 2];
      fourth += values[v + 3];
    }
    for (int v = values.length / 4 * 4; v < values.length; v++) {
      first += values[v];
    }
    return first + second + third + fourth;
  }

  /** The M step; returns the sum of the centers' squared ways. */
  private double move() {
    double[] means = new double[k * d];
    double moved = 0;
    for (int v = 0; v < means.length; v++) {
      means[v] = sums[v] / counts[v / d];
      double way = means[v] - centers[v];
      moved += way * way;
    }
    centers = means;
    return moved;
  }
}
