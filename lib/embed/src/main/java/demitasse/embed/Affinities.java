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
    // The transpose: who has j for a neighbour, in ascending order because filled in that order.
    int[] fanStarts = new int[n + 1];
    int rowsPerCheck = Math.max(1, CHECK / k);
    for (int i = 0; i < n; i++) {
      if (i % rowsPerCheck == 0) {
        Parallel.checkInterrupt();
      }
      for (int e = i * k; e < (i + 1) * k; e++) {
        fanStarts[neighbors.indices()[e] + 1]++;
      }
    }
    Arrays.parallelPrefix(fanStarts, Integer::sum);
    int[] fill = Arrays.copyOf(fanStarts, n);
    int[] fans = new int[n * k];
    float[] fanValues = new float[n * k];
    for (int i = 0; i < n; i++) {
      if (i % rowsPerCheck == 0) {
        Parallel.checkInterrupt();
      }
      for (int e = i * k; e < (i + 1) * k; e++) {
        int at = fill[neighbors.indices()[e]]++;
        fans[at] = i;
        fanValues[at] = conditional[e];
      }
    }
    long[] counts = new long[n];
    parallel.forBlocks(
        n,
        ROWS,
        (from, to) -> {
          long[] own = new long[k];
          for (int i = from; i < to; i++) {
            sortRow(neighbors.indices(), conditional, i, k, own);
            counts[i] = merge(own, fans, fanValues, fanStarts[i], fanStarts[i + 1], null, null, 0);
          }
        });
    int[] starts = new int[n + 1];
    long total = 0;
    for (int i = 0; i < n; i++) {
      total += counts[i];
      if (total > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException(
            "%d points have more than 2 billion pairs of neighbours: lower the perplexity"
                .formatted(n));
      }
      starts[i + 1] = (int) total;
    }
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
            merge(own, fans, fanValues, fanStarts[i], fanStarts[i + 1], columns, values, starts[i]);
            for (int e = starts[i]; e < starts[i + 1]; e++) {
              values[e] *= half;
            }
          }
        });
    return new Affinities(starts, columns, values);
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
   * Adds two ascending rows into {@code columns} from {@code at} on; returns the union's length.
   */
  private static int merge(
      long[] own,
      int[] fans,
      float[] fanValues,
      int fan,
      int fanEnd,
      int[] columns,
      float[] values,
      int at) {
    int start = at;
    int r = 0;
    while (r < own.length || fan < fanEnd) {
      int mine = r < own.length ? (int) (own[r] >>> 32) : Integer.MAX_VALUE;
      int theirs = fan < fanEnd ? fans[fan] : Integer.MAX_VALUE;
      int column = Math.min(mine, theirs);
      float value = 0;
      if (mine == column) {
        value += Float.intBitsToFloat((int) own[r++]);
      }
      if (theirs == column) {
        value += fanValues[fan++];
      }
      if (columns != null) {
        columns[at] = column;
        values[at] = value;
      }
      at++;
    }
    return at - start;
  }
}
