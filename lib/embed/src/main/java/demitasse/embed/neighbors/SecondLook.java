package demitasse.embed.neighbors;

import demitasse.numeric.Cloud;
import demitasse.numeric.Parallel;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Nearest neighbours by exact distances to all candidates, for the few points where rounding in the
 * fast search may have hidden one: points side by side and far from the rest.
 */
final class SecondLook {
  private SecondLook() {}

  /**
   * Finds the neighbours of some queries anew.
   *
   * @param which the queries
   * @param same whether queries and points are the same, and no query is its own neighbour
   * @param ranges the numbers of a query's candidates, as pairs of from and to
   * @param found receives them
   */
  static void at(
      boolean[] which,
      Cloud queries,
      Cloud points,
      boolean same,
      IntFunction<int[]> ranges,
      Neighbors found,
      Parallel parallel) {
    int[] numbers = IntStream.range(0, which.length).filter(i -> which[i]).toArray();
    parallel.forBlocks(
        numbers.length,
        1,
        (from, to) -> {
          int query = numbers[from];
          look(query, queries, points, same ? query : -1, ranges.apply(query), found);
        });
  }

  private static void look(
      int query, Cloud queries, Cloud points, int self, int[] ranges, Neighbors found) {
    int most = 0;
    for (int r = 0; r < ranges.length; r += 2) {
      most += ranges[r + 1] - ranges[r];
    }
    int[] candidates = new int[most];
    double[] distances = new double[most];
    int count = 0;
    for (int r = 0; r < ranges.length; r += 2) {
      for (int j = ranges[r]; j < ranges[r + 1]; j++) {
        if (j != self) {
          candidates[count] = j;
          distances[count++] = queries.squaredDistance(query, points, j);
        }
      }
    }
    double[] sorted = Arrays.copyOf(distances, count);
    Arrays.sort(sorted); // to pick from: the whole order of what is kept comes with setting it
    double last = sorted[found.k() - 1];
    int[] kept = new int[found.k()];
    double[] keptDistances = new double[kept.length];
    int k = 0;
    // Nearer ones first: of those as far as the last, the first few.
    for (int pass = 0; pass < 2; pass++) {
      for (int c = 0; c < count && k < kept.length; c++) {
        if (pass == 0 ? distances[c] < last : distances[c] == last) {
          kept[k] = candidates[c];
          keptDistances[k++] = distances[c];
        }
      }
    }
    found.set(query, kept, keptDistances, k);
  }
}
