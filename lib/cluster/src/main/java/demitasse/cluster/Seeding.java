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
    int[] chosen = new int[k];
    chosen[0] = random.nextInt(cloud.size());
    Potential nearest = new Potential();
    Potential[] candidates = {new Potential(), new Potential()};
    Arrays.fill(nearest.squared, Double.POSITIVE_INFINITY);
    measure(chosen[0], chosen[0], nearest, candidates);
    nearest = candidates[0];
    candidates[0] = new Potential();
    Potential best = new Potential();
    int draws = 2 + (int) Math.log(k);
    for (int c = 1; c < k; c++) {
      best.total = Double.POSITIVE_INFINITY;
      for (int draw = 0; draw < draws; draw += 2) {
        int[] drawn = {nearest.draw(random), nearest.draw(random)};
        measure(drawn[0], drawn[1], nearest, candidates);
        for (int which = 0; which < 2; which++) {
          if (candidates[which].total < best.total) {
            chosen[c] = drawn[which];
            Potential swap = best;
            best = candidates[which];
            candidates[which] = swap;
          }
        }
      }
      Potential swap = nearest;
      nearest = best;
      best = swap;
    }
    return chosen;
  }

  /**
   * Measures, for either of two points as the next center, each point's squared distance to its
   * nearest center.
   *
   * @param nearest those to the centers so far
   */
  private void measure(int first, int second, Potential nearest, Potential[] results) {
    parallel.forBlocks(
        cloud.size(),
        PointBlock.CAPACITY,
        (from, to) -> {
          int block = from / PointBlock.CAPACITY;
          double[][] squared = new double[2][to - from];
          cloud.squaredDistances(blocks[block], from, first, second, squared[0], squared[1]);
          results[0].take(block, nearest, squared[0]);
          results[1].take(block, nearest, squared[1]);
        });
    results[0].total = Arrays.stream(results[0].sums).sum();
    results[1].total = Arrays.stream(results[1].sums).sum();
  }

  /** Of each point the squared distance to the nearest of some centers, and sums of these. */
  private final class Potential {
    private final double[] squared = new double[cloud.size()];
    // By block.
    private final double[] sums = new double[blocks.length];
    private double total;

    /** Takes those of a block's points, where one more center is at these squared distances. */
    void take(int block, Potential before, double[] toAnother) {
      int from = block * PointBlock.CAPACITY;
      double sum = 0;
      for (int j = 0; j < toAnother.length; j++) {
        double least = Math.min(before.squared[from + j], toAnother[j]);
        squared[from + j] = least;
        sum += least;
      }
      sums[block] = sum;
    }

    /** Draws a point with probability in proportion to its squared distance. */
    int draw(SplittableRandom random) {
      double rest = random.nextDouble() * total;
      int block = 0;
      while (block < sums.length - 1 && rest >= sums[block]) {
        rest -= sums[block];
        block++;
      }
      for (int i = block * PointBlock.CAPACITY; i < squared.length; i++) {
        rest -= squared[i];
        if (rest < 0) {
          return i;
        }
      }
      return any(random);
    }

    /** Rounding left a rest; or all points coincide with a center, and any will do. */
    private int any(SplittableRandom random) {
      for (int i = squared.length - 1; i >= 0; i--) {
        if (squared[i] > 0) {
          return i;
        }
      }
      return random.nextInt(squared.length);
    }
  }
}
