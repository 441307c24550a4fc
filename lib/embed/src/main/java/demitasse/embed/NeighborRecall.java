package demitasse.embed;

import static demitasse.numeric.Arguments.check;

import demitasse.embed.neighbors.Arranged;
import demitasse.embed.neighbors.Neighbors;
import demitasse.numeric.Frame;
import demitasse.numeric.Parallel;
import demitasse.numeric.Points;
import demitasse.numeric.Rows;
import java.util.Arrays;
import java.util.SplittableRandom;

/** How good the approximate search for neighbours is on given points. */
public final class NeighborRecall {
  private NeighborRecall() {}

  /**
   * Returns which share of the true k nearest neighbours {@link Search#APPROXIMATE} finds, by
   * Euclidean distance. The search is made for all points, the comparison for a sample.
   *
   * @param points shape (n, d); finite
   * @param k how many neighbours, below n
   * @param sample how many points to compare, at most n
   * @return from 0 to 1
   * @throws IllegalArgumentException if points are ragged or not finite, or a number is out of
   *     range
   */
  public static double ofSearch(float[][] points, int k, int sample) {
    Rows rows = Rows.of(points, "points");
    Points packed = Frame.of(rows).pack(rows);
    int n = packed.size();
    check(k >= 1 && k < n, "k must be from 1 to " + (n - 1), k);
    check(sample >= 1 && sample <= n, "sample must be from 1 to " + n, sample);
    try (Parallel parallel = Parallel.of(0)) {
      Arranged found =
          NeighborSearch.among(packed, k, Distance.EUCLIDEAN, Search.APPROXIMATE, parallel);
      int[] numbers = new SplittableRandom(0).ints(sample, 0, n).toArray();
      int[] chosen = Arrays.stream(numbers).map(number -> found.order()[number]).toArray();
      // One more, for each finds itself.
      Neighbors truth =
          NeighborSearch.of(packed.select(chosen), packed, k + 1, Distance.EUCLIDEAN, parallel);
      long hits = 0;
      for (int s = 0; s < sample; s++) {
        int[] near = found.neighbors().of(numbers[s]);
        int[] ids = Arrays.stream(near).map(number -> found.order()[number]).sorted().toArray();
        int self = chosen[s];
        hits +=
            Arrays.stream(truth.of(s))
                .filter(j -> j != self)
                .limit(k)
                .filter(j -> Arrays.binarySearch(ids, j) >= 0)
                .count();
      }
      return (double) hits / ((long) sample * k);
    }
  }
}
