package demitasse.cluster;

import demitasse.numeric.NearestCentre;
import demitasse.numeric.Parallel;
import demitasse.numeric.PointBlock;
import demitasse.numeric.Points;
import java.util.Arrays;

/**
 * Moves centres until they rest: every point goes to the nearest centre (E step), every centre to
 * the mean of its points (M step), and again (Lloyd 1982, "Least squares quantization in PCM").
 *
 * <p>The E step is a product of matrices, block by block. The M step keeps the sums of the clusters
 * and moves only the points that have changed cluster, which soon are few.
 */
final class Lloyd {
  private final Blocks blocks;
  private final Parallel parallel;
  private final int k;
  private final int d;
  private final int[] labels;
  private final float[] relative;
  private final double[] sums;
  private final int[] counts;
  private Points centres;
  private int iterations;

  Lloyd(Blocks blocks, Points centres, Parallel parallel) {
    this.blocks = blocks;
    this.centres = centres;
    this.parallel = parallel;
    k = centres.size();
    d = centres.dimensions();
    int n = blocks.points().size();
    labels = new int[n];
    Arrays.fill(labels, -1);
    relative = new float[n];
    sums = new double[k * d];
    counts = new int[k];
  }

  /**
   * Iterates until no point changes cluster, the centres have moved by no more than {@code
   * tolerance} (the sum of their squared ways), or {@code maxIterations} are done.
   */
  void run(int maxIterations, double tolerance) {
    boolean changed = assign();
    while (changed && iterations < maxIterations) {
      double moved = move();
      iterations++;
      // Also after the last move: labels shall be those of the centres that are returned.
      changed = assign() && moved > tolerance;
    }
  }

  Points centres() {
    return centres;
  }

  int[] labels() {
    return labels;
  }

  int iterations() {
    return iterations;
  }

  /** Returns the sum of the squared distances between points and their centres. */
  double inertia() {
    return parallel.sum(
        labels.length,
        PointBlock.CAPACITY,
        (from, to) -> {
          double sum = 0;
          for (int i = from; i < to; i++) {
            sum += blocks.points().squaredDistance(i, centres, labels[i]);
          }
          return sum;
        });
  }

  /** The E step; returns whether a point has changed cluster. */
  private boolean assign() {
    NearestCentre nearest = new NearestCentre(centres);
    int[][] changes = new int[blocks.blocks().length][];
    int[] before = labels.clone();
    parallel.forBlocks(
        labels.length,
        PointBlock.CAPACITY,
        (from, to) -> {
          int b = from / PointBlock.CAPACITY;
          int[] label = new int[to - from];
          float[] distance = new float[to - from];
          nearest.assign(blocks.blocks()[b], label, distance);
          int[] changed = new int[to - from];
          int count = 0;
          for (int j = 0; j < label.length; j++) {
            if (label[j] != labels[from + j]) {
              changed[count++] = from + j;
            }
          }
          System.arraycopy(label, 0, labels, from, label.length);
          System.arraycopy(distance, 0, relative, from, label.length);
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
    float[] values = blocks.points().values();
    for (int c = 0; c < d; c++) {
      sums[cluster * d + c] += sign * (double) values[i * d + c];
    }
  }

  /**
   * Gives each cluster without points the point that is farthest from its centre and not the only
   * one there. Returns whether there was such a cluster.
   */
  private boolean fillEmpty() {
    boolean any = false;
    for (int cluster = 0; cluster < k; cluster++) {
      if (counts[cluster] > 0) {
        continue;
      }
      int farthest = -1;
      float distance = 0;
      for (int i = 0; i < labels.length; i++) {
        float own = relative[i] + blocks.squaredNorms()[i];
        if (counts[labels[i]] > 1 && own > distance) {
          farthest = i;
          distance = own;
        }
      }
      if (farthest < 0
          || blocks.points().squaredDistance(farthest, centres, labels[farthest]) == 0) {
        throw new IllegalArgumentException(
            "%d clusters need as many different points".formatted(k));
      }
      add(farthest, labels[farthest], -1);
      add(farthest, cluster, 1);
      labels[farthest] = cluster;
      // The centre goes there at once: its distance is no longer a candidate for the next.
      float[] values = centres.values().clone();
      System.arraycopy(blocks.points().values(), farthest * d, values, cluster * d, d);
      centres = new Points(k, d, values);
      relative[farthest] = -blocks.squaredNorms()[farthest];
      any = true;
    }
    return any;
  }

  /** The M step; returns the sum of the centres' squared ways. */
  private double move() {
    float[] means = new float[k * d];
    double moved = 0;
    for (int v = 0; v < means.length; v++) {
      means[v] = (float) (sums[v] / counts[v / d]);
      double way = (double) means[v] - centres.values()[v];
      moved += way * way;
    }
    centres = new Points(k, d, means);
    return moved;
  }
}
