package demitasse.cluster;

import demitasse.numeric.Parallel;
import demitasse.numeric.PointBlock;
import demitasse.numeric.Points;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Chooses the first centres. */
final class Seeding {
  private final Blocks blocks;
  private final Parallel parallel;

  Seeding(Blocks blocks, Parallel parallel) {
    this.blocks = blocks;
    this.parallel = parallel;
  }

  /** Returns k of the points, shape (k, d). */
  Points centres(Init init, int k, SplittableRandom random) {
    int[] chosen = init == Init.RANDOM ? alike(k, random) : plusPlus(k, random);
    int d = blocks.points().dimensions();
    float[] values = new float[k * d];
    for (int c = 0; c < k; c++) {
      System.arraycopy(blocks.points().values(), chosen[c] * d, values, c * d, d);
    }
    return new Points(k, d, values);
  }

  /** Returns k different numbers of points (Floyd's algorithm would need a set; a shuffle does). */
  private int[] alike(int k, SplittableRandom random) {
    int[] ids = new int[blocks.points().size()];
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
    int n = blocks.points().size();
    int[] chosen = new int[k];
    chosen[0] = random.nextInt(n);
    // Of each point, the squared distance to the nearest centre so far.
    float[] nearest = new float[n];
    Arrays.fill(nearest, Float.POSITIVE_INFINITY);
    float[][] candidates = new float[2][n];
    double potential = distances(chosen[0], chosen[0], nearest, candidates)[0];
    float[] swap = nearest;
    nearest = candidates[0];
    candidates[0] = swap;
    int draws = 2 + (int) Math.log(k);
    for (int c = 1; c < k; c++) {
      float[] best = new float[n];
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
  private static int draw(float[] weights, double sum, SplittableRandom random) {
    double rest = random.nextDouble() * sum;
    for (int i = 0; i < weights.length; i++) {
      rest -= weights[i];
      if (rest < 0) {
        return i;
      }
    }
    // All points coincide with a centre, or rounding left a rest: any point will do.
    return random.nextInt(weights.length);
  }

  /**
   * Computes, for either of two points as the next centre, each point's squared distance to its
   * nearest centre. Returns their two sums.
   */
  private double[] distances(int first, int second, float[] nearest, float[][] results) {
    PointBlock[] all = blocks.blocks();
    double[][] sums = new double[all.length][2];
    parallel.forBlocks(
        nearest.length,
        PointBlock.CAPACITY,
        (from, to) -> {
          int b = from / PointBlock.CAPACITY;
          float[][] relative = new float[2][to - from];
          all[b].relativeDistances(blocks.points(), first, second, relative[0], relative[1]);
          for (int which = 0; which < 2; which++) {
            float norm = blocks.squaredNorms()[which == 0 ? first : second];
            double sum = 0;
            for (int j = 0; j < to - from; j++) {
              // Rounding can bring the distance of equal points a little below zero.
              float squared = Math.max(0, relative[which][j] + norm);
              float value = Math.min(nearest[from + j], squared);
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
