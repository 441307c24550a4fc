package demitasse.embed;

import demitasse.embed.neighbors.Neighbors;
import demitasse.numeric.Parallel;
import java.util.Arrays;

/**
 * The joint probabilities p_ij of pairs of points: a sparse symmetric matrix of sum 1 in compressed
 * rows. Row i holds the columns {@code columns[starts[i]]} to {@code columns[starts[i + 1] - 1]},
 * ascending.
 *
 * @param starts length n + 1
 * @param columns the other point of each pair
 * @param values p_ij
 */
record Affinities(int[] starts, int[] columns, float[] values) {
  private static final int ROWS = 256;
  private static final int CHECK = 4_000_000;

  int size() {
    return starts.length - 1;
  }

  /** Returns the joint probabilities of these neighbours at this perplexity. */
  static Affinities of(Neighbors neighbors, double perplexity, Parallel parallel) {
    float[] conditional = Perplexity.conditional(neighbors, perplexity, parallel);
    return symmetric(neighbors, conditional, parallel);
  }

  /**
   * Joins conditional probabilities: p_ij = (p_j|i + p_i|j) / 2n (van der Maaten and Hinton 2008,
   * section 3.1).
   *
   * @param conditional shape (n, k): p_j|i of the neighbours j of i
   */
  static Affinities symmetric(Neighbors neighbors, float[] conditional, Parallel parallel) {
    int n = neighbors.size();
    int k = neighbors.k();
    Fans fans = Fans.of(neighbors, conditional);
    long[] counts = new long[n];
    parallel.forBlocks(
        n,
        ROWS,
        (from, to) -> {
          long[] own = new long[k];
          for (int i = from; i < to; i++) {
            sortRow(neighbors.indices(), conditional, i, k, own);
            counts[i] = fans.merge(own, i, null, null, 0);
          }
        });
    int[] starts = starts(counts);
    int[] columns = new int[starts[n]];
    float[] values = new float[starts[n]];
    float half = 0.5f / n;
    parallel.forBlocks(
        n,
        ROWS,
        (from, to) -> {
          long[] own = new long[k];
          for (int i = from; i < to; i++) {
            sortRow(neighbors.indices(), conditional, i, k, own);
            fans.merge(own, i, columns, values, starts[i]);
            for (int e = starts[i]; e < starts[i + 1]; e++) {
              values[e] *= half;
            }
          }
        });
    return new Affinities(starts, columns, values);
  }

  /** Returns where the rows start that have so many columns, and where the last one ends. */
  private static int[] starts(long[] counts) {
    int[] starts = new int[counts.length + 1];
    long total = 0;
    for (int i = 0; i < counts.length; i++) {
      total += counts[i];
      if (total > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException(
            "%d points have more than 2 billion pairs of neighbours: lower the perplexity"
                .formatted(counts.length));
      }
      starts[i + 1] = (int) total;
    }
    return starts;
  }

  /**
   * Writes row i of the conditional probabilities by ascending column: column above, bits below.
   */
  private static void sortRow(int[] indices, float[] conditional, int i, int k, long[] own) {
    for (int r = 0; r < k; r++) {
      own[r] = (long) indices[i * k + r] << 32 | Float.floatToRawIntBits(conditional[i * k + r]);
    }
    Arrays.sort(own);
  }

  /**
   * The conditional probabilities transposed: who has a point for a neighbour.
   *
   * @param starts where the fans of each point start
   * @param indices the fans, in ascending order of each point because filled in that order
   * @param values their conditional probabilities
   */
  private record Fans(int[] starts, int[] indices, float[] values) {
    static Fans of(Neighbors neighbors, float[] conditional) {
      int n = neighbors.size();
      int k = neighbors.k();
      int[] starts = new int[n + 1];
      int rowsPerCheck = Math.max(1, CHECK / k);
      for (int i = 0; i < n; i++) {
        if (i % rowsPerCheck == 0) {
          Parallel.checkInterrupt();
        }
        for (int e = i * k; e < (i + 1) * k; e++) {
          starts[neighbors.indices()[e] + 1]++;
        }
      }
      Arrays.parallelPrefix(starts, Integer::sum);
      int[] fill = Arrays.copyOf(starts, n);
      int[] indices = new int[n * k];
      float[] values = new float[n * k];
      for (int i = 0; i < n; i++) {
        if (i % rowsPerCheck == 0) {
          Parallel.checkInterrupt();
        }
        for (int e = i * k; e < (i + 1) * k; e++) {
          int at = fill[neighbors.indices()[e]]++;
          indices[at] = i;
          values[at] = conditional[e];
        }
      }
      return new Fans(starts, indices, values);
    }

    /**
     * Adds point i's own ascending row and its fans into {@code columns} from {@code at} on;
     * returns the union's length.
     */
    int merge(long[] own, int i, int[] columns, float[] sums, int at) {
      int start = at;
      int fan = starts[i];
      int fanEnd = starts[i + 1];
      int r = 0;
      while (r < own.length || fan < fanEnd) {
        int mine = r < own.length ? (int) (own[r] >>> 32) : Integer.MAX_VALUE;
        int theirs = fan < fanEnd ? indices[fan] : Integer.MAX_VALUE;
        int column = Math.min(mine, theirs);
        float value = 0;
        if (mine == column) {
          value += Float.intBitsToFloat((int) own[r++]);
        }
        if (theirs == column) {
          value += values[fan++];
        }
        if (columns != null) {
          columns[at] = column;
          sums[at] = value;
        }
        at++;
      }
      return at - start;
    }
  }
}
