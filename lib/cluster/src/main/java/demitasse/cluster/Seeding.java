package demitasse.cluster;

import demitasse.cluster.KMeansOptions.Initialization;
import demitasse.numeric.Cloud;
import demitasse.numeric.Parallel;
import demitasse.numeric.PointBlock;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Chooses the points at which centers start. */
final class Seeding {
  private final Cloud cloud;
  private final PointBlock[] blocks;
  private final Parallel parallel;

  Seeding(Cloud cloud, PointBlock[] blocks, Parallel parallel) {
    this.cloud = cloud;
    this.blocks = blocks;
    this.parallel = parallel;
  }

  /** Returns the numbers of k points. */
  int[] choose(Initialization how, int k, SplittableRandom random) {
    return how == Initialization.RANDOM ? alike(k, random) : plusPlus(k, random);
  }

  /** Returns k different numbers of points (Floyd's algorithm would need a set; a shuffle does). */
  private int[] alike(int k, SplittableRandom random) {
    int[] ids = new int[cloud.size()];
    Arrays.setAll(ids, i -> i);
    for (int c = 0; c < k; c++) {
      int other = random.nextInt(c, ids.length);
      int swap = ids[c];
      ids[c] = ids[other];
      ids[other] = swap;
    }
    return Arrays.copyOf(ids, k);
  }

  private int[] plusPlus(int k, SplittableRandom random) {
    int n = cloud.size();
    int[] chosen = new int[k];
    chosen[0] = random.nextInt(n);
    // Of each point, the squared distance to the nearest center so far.
    double[] nearest = new double[n];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    double[][] candidates = new double[2][n];
    double potential = distances(chosen[0], chosen[0], nearest, candidates)[0];
    double[] swap = nearest;
    nearest = candidates[0];
    candidates[0] = swap;
    int draws = 2 + (int) Math.log(k);
    for (int c = 1; c < k; c++) {
      double[] best = new double[n];
      double bestPotential = Double.POSITIVE_INFINITY;
      for (int draw = 0; draw < draws; draw += 2) {
        int first = draw(nearest, potential, random);
        int second = draw(nearest, potential, random);
        double[] potentials = distances(first, second, nearest, candidates);
        for (int which = 0; which < 2; which++) {
          if (potentials[which] < bestPotential) {
            bestPotential = potentials[which];
            chosen[c] = which == 0 ? first : second;
            swap = best;
            best = candidates[which];
            candidates[which] = swap;
          }
        }
      }
      nearest = best;
      potential = bestPotential;
    }
    return chosen;
  }

  /** Draws a point with probability in proportion to its weight. */
  private static int draw(double[] weights, double sum, SplittableRandom random) {
    double rest = random.nextDouble() * sum;
    int last = -1;
    for (int i = 0; i < weights.length; i++) {
      rest -= weights[i];
      if (rest < 0) {
        return i;
      }
      last = weights[i] > 0 ? i : last;
    }
    // Rounding left a rest; or all points coincide with a center, and any will do.
    return last >= 0 ? last : random.nextInt(weights.length);
  }

  /**
   * Computes, for either of two points as the next center, each point's squared distance to its
   * nearest center. Returns their two sums.
   */
  private double[] distances(int first, int second, double[] nearest, double[][] results) {
    double[][] sums = new double[blocks.length][2];
    parallel.forBlocks(
        nearest.length,
        PointBlock.CAPACITY,
        (from, to) -> {
          int b = from / PointBlock.CAPACITY;
          double[][] squared = new double[2][to - from];
          cloud.squaredDistances(blocks[b], from, first, second, squared[0], squared[1]);
          for (int which = 0; which < 2; which++) {
            double sum = 0;
            for (int j = 0; j < to - from; j++) {
              double value = Math.min(nearest[from + j], squared[which][j]);
              results[which][from + j] = value;
              sum += value;
            }
            sums[b][which] = sum;
          }
        });
    double[] totals = new double[2];
    for (double[] sum : sums) {
      totals[0] += sum[0];
      totals[1] += sum[1];
    }
    return totals;
  }
}
