package demitasse.embed.neighbors;

import demitasse.numeric.Cloud;
import demitasse.numeric.Parallel;
import demitasse.numeric.PointBlock;
import java.util.Arrays;

/**
 * Nearest neighbours by all distances: n² d multiplications, as blocked matrix products. Up to some
 * ten thousand points nothing is faster.
 */
public final class ExactSearch {
  private static final int QUERIES = 64;

  private ExactSearch() {}

  /** Finds the k nearest neighbours of each point among the others. */
  public static Neighbors among(Cloud points, int k, Parallel parallel) {
    return search(points, points, true, k, parallel);
  }

  /** Finds the k nearest of {@code points} for each query, k at most their number. */
  public static Neighbors of(Cloud queries, Cloud points, int k, Parallel parallel) {
    return search(queries, points, false, k, parallel);
  }

  private static Neighbors search(
      Cloud queries, Cloud points, boolean same, int k, Parallel parallel) {
    Neighbors found = Neighbors.allocate(queries.size(), k);
    int others = same ? points.size() - 1 : points.size();
    int keep = Math.min(k + Neighbors.SLACK, others);
    PointBlock[] blocks = PointBlock.all(points, parallel);
    boolean[] doubtful = new boolean[queries.size()];
    parallel.forBlocks(
        queries.size(),
        QUERIES,
        (from, to) -> {
          Search search = new Search(queries, points, from, to, keep, same);
          int[] all = new int[to - from];
          Arrays.setAll(all, q -> q);
          int start = 0;
          for (PointBlock block : blocks) {
            search.offer(block, start, all, all.length);
            start += block.size();
          }
          search.drainTo(found, doubtful);
        });
    int[] everywhere = {0, points.size()};
    SecondLook.at(doubtful, queries, points, same, query -> everywhere, found, parallel);
    return found;
  }

  /** The neighbours found so far of some consecutive queries. */
  static final class Search {
    private final Cloud queries;
    private final Cloud points;
    private final int from;
    private final int keep;
    private final boolean same;
    private final Nearest[] nearest;
    private final float[] first = new float[PointBlock.CAPACITY];
    private final float[] second = new float[PointBlock.CAPACITY];

    /**
     * Begins for the queries from {@code from} until before {@code to}.
     *
     * @param keep how many neighbours to keep
     * @param same whether queries and points are the same, and no query is its own neighbour
     */
    Search(Cloud queries, Cloud points, int from, int to, int keep, boolean same) {
      this.queries = queries;
      this.points = points;
      this.from = from;
      this.keep = keep;
      this.same = same;
      nearest = new Nearest[to - from];
      for (int q = 0; q < nearest.length; q++) {
        nearest[q] = new Nearest(keep);
      }
    }

    /**
     * Offers a block, of the points from {@code start} on, to some of the queries.
     *
     * @param which the queries, counted from the first; {@code count} of them
     */
    void offer(PointBlock block, int start, int[] which, int count) {
      for (int v = 0; v < count; v += 2) {
        int q = which[v];
        int next = which[Math.min(v + 1, count - 1)];
        block.relativeDistances(queries.centered(), from + q, from + next, first, second);
        take(q, first, block.size(), start);
        if (next != q) {
          take(next, second, block.size(), start);
        }
      }
    }

    private void take(int q, float[] relative, int size, int start) {
      Nearest best = nearest[q];
      float norm = queries.squaredNorm(from + q);
      int self = same ? from + q : -1;
      float limit = best.limit() - norm;
      for (int j = 0; j < size; j++) {
        if (relative[j] <= limit && start + j != self) {
          // Rounding can bring the distance of equal points a little below zero.
          best.offer(Math.max(0, relative[j] + norm), start + j);
          limit = best.limit() - norm;
        }
      }
    }

    /**
     * Writes the neighbours, nearest by exact distance.
     *
     * @param doubtful set for queries of which a point that was not kept may be nearer
     */
    void drainTo(Neighbors found, boolean[] doubtful) {
      int[] candidates = new int[found.k() + Neighbors.SLACK];
      double[] distances = new double[candidates.length];
      int others = same ? points.size() - 1 : points.size();
      for (int q = 0; q < nearest.length; q++) {
        int query = from + q;
        int count = nearest[q].drainTo(candidates);
        for (int c = 0; c < count; c++) {
          distances[c] = queries.squaredDistance(query, points, candidates[c]);
        }
        double last = found.set(query, candidates, distances, count);
        boolean all = count < keep || keep == others;
        doubtful[query] =
            !all && last > 0 && last + queries.error(query, last) > nearest[q].farthest();
      }
    }
  }
}
