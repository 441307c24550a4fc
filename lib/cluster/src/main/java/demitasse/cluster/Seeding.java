package demitasse.cluster;

import demitasse.cluster.KMeansOptions.Initialization;
import demitasse.numeric.Cloud;
import demitasse.numeric.PairDistances;
import demitasse.numeric.Parallel;
import demitasse.numeric.PointBlock;
import java.util.Arrays;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Chooses the points at which centers start. */
final class Seeding {
  private final Cloud cloud;
  private final PointBlock[] blocks;
  private final Parallel parallel;
  private final Queue<PairDistances> free = new ConcurrentLinkedQueue<>();

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
    Potential nearest = new Potential();
    Arrays.fill(nearest.squared, Double.POSITIVE_INFINITY);
    chosen[0] = random.nextInt(cloud.size());
    if (k == 1) {
      return chosen;
    }
    int[] drawn = {chosen[0], chosen[0]};
    Potential[] candidates = {new Potential(), new Potential()};
    measure(drawn, nearest, candidates);
    nearest = candidates[0];
    drawn = new int[evenNumber(2 + (int) Math.log(k))];
    candidates = new Potential[drawn.length];
    Arrays.setAll(candidates, which -> new Potential());
    for (int c = 1; c < k; c++) {
      for (int which = 0; which < drawn.length; which++) {
        drawn[which] = nearest.draw(random);
      }
      measure(drawn, nearest, candidates);
      int best = 0;
      for (int which = 1; which < drawn.length; which++) {
        if (candidates[which].total < candidates[best].total) {
          best = which;
        }
      }
      chosen[c] = drawn[best];
      Potential swap = nearest;
      nearest = candidates[best];
      candidates[best] = swap;
    }
    return chosen;
  }

  /** Points are measured in pairs. */
  private static int evenNumber(int atLeast) {
    return atLeast + (atLeast & 1);
  }

  /**
   * Measures, for each of some points as the next center, each point's squared distance to its
   * nearest center. A block is read from memory once for all of them.
   *
   * @param drawn the numbers of those points, as many as there are results, an even number
   * @param nearest those to the centers so far
   */
  private void measure(int[] drawn, Potential nearest, Potential[] results) {
    parallel.forBlocks(
        cloud.size(),
        PointBlock.CAPACITY,
        (from, to) -> {
          int block = from / PointBlock.CAPACITY;
          PairDistances taken = free.poll();
          PairDistances squared = taken == null ? new PairDistances(cloud) : taken;
          for (int one = 0; one < drawn.length; one += 2) {
            int other = one + 1;
            squared.measure(blocks[block], from, drawn[one], drawn[other]);
            results[one].take(block, nearest, squared.toFirst());
            results[other].take(block, nearest, squared.toSecond());
          }
          free.add(squared);
        });
    for (Potential result : results) {
      result.total = Arrays.stream(result.sums).sum();
    }
  }

  /** Of each point the squared distance to the nearest of some centers, and sums of these. */
  private final class Potential {
    private final double[] squared = new double[cloud.size()];
    // By block.
    private final double[] sums = new double[blocks.length];
    private double total;

    /** Finds those of a block's points, given the squared distances to one more center. */
    void take(int block, Potential before, double[] toAnother) {
      int from = block * PointBlock.CAPACITY;
      double sum = 0;
      for (int j = 0; j < blocks[block].size(); j++) {
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
