package demitasse.cluster;

import demitasse.numeric.Parallel;
import demitasse.numeric.Points;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The sums and numbers of the points of clusters, kept while points change cluster.
 *
 * <p>Each cluster is summed by one thread, in the order of the changes: the sums have the same bits
 * whatever the number of threads.
 */
final class Sums {
  /** The clusters are summed in at most so many parts. */
  private static final int PARTS = 16;

  private final Points points;
  private final Parallel parallel;
  private final int k;
  private final int d;
  private final double[] sums;
  private final int[] counts;

  Sums(Points points, int k, Parallel parallel) {
    this.points = points;
    this.parallel = parallel;
    this.k = k;
    d = points.dimensions();
    sums = new double[k * d];
    counts = new int[k];
  }

  /** Returns how many points a cluster has. */
  int count(int cluster) {
    return counts[cluster];
  }

  /** Returns the clusters' means, shape (k, d). */
  double[] means() {
    double[] means = new double[sums.length];
    for (int v = 0; v < means.length; v++) {
      means[v] = sums[v] / counts[v / d];
    }
    return means;
  }

  /**
   * Moves points to the clusters that are theirs now.
   *
   * @param changes numbers of points, each with the cluster before, or −1
   * @param labels the clusters now, of all points
   * @return whether there was any to move
   */
  boolean move(int[][] changes, int[] labels) {
    boolean any = Arrays.stream(changes).anyMatch(changed -> changed.length > 0);
    if (any) {
      forParts(
          part -> {
            for (int[] changed : changes) {
              for (int e = 0; e < changed.length; e += 2) {
                part.move(changed[e], changed[e + 1], labels[changed[e]]);
              }
            }
          });
    }
    return any;
  }

  /** Moves one point. */
  void move(int point, int before, int now) {
    Part part = new Part(0, k);
    part.move(point, before, now);
    part.finish();
  }

  /** Sums anew: small values have lost digits beside large ones that came and went. */
  void again(int[] labels) {
    Arrays.fill(sums, 0);
    Arrays.fill(counts, 0);
    forParts(
        part -> {
          for (int i = 0; i < labels.length; i++) {
            part.move(i, -1, labels[i]);
          }
        });
  }

  private void forParts(Consumer<Part> body) {
    parallel.forBlocks(
        k,
        (k + PARTS - 1) / PARTS,
        (from, to) -> {
          Part part = new Part(from, to);
          body.accept(part);
          part.finish();
        });
  }

  /**
   * The clusters from {@code from} until before {@code to}. Some points are copied before they are
   * added: so the processor waits for many of them at once, not for one after the other.
   */
  private final class Part {
    private static final int TILE = 32;

    private final int from;
    private final int to;
    private final float[] rows = new float[TILE * d];
    private final int[] added = new int[TILE];
    private int size;

    Part(int from, int to) {
      this.from = from;
      this.to = to;
    }

    void move(int point, int before, int now) {
      if (from <= before && before < to) {
        counts[before]--;
        hold(point, ~before);
      }
      if (from <= now && now < to) {
        counts[now]++;
        hold(point, now);
      }
    }

    private void hold(int point, int cluster) {
      if (points.exact() != null) {
        int sum = (cluster >= 0 ? cluster : ~cluster) * d;
        for (int c = 0; c < d; c++) {
          double value = points.exact()[point * d + c];
          sums[sum + c] += cluster >= 0 ? value : -value;
        }
        return;
      }
      System.arraycopy(points.values(), point * d, rows, size * d, d);
      added[size++] = cluster;
      if (size == TILE) {
        finish();
      }
    }

    void finish() {
      for (int r = 0; r < size; r++) {
        if (added[r] >= 0) {
          add(r * d, added[r] * d);
        } else {
          subtract(r * d, ~added[r] * d);
        }
      }
      size = 0;
    }

    private void add(int row, int sum) {
      for (int c = 0; c < d; c++) {
        sums[sum + c] += rows[row + c];
      }
    }

    private void subtract(int row, int sum) {
      for (int c = 0; c < d; c++) {
        sums[sum + c] -= rows[row + c];
      }
    }
  }
}
