package demitasse.embed;

import demitasse.compute.Parallel;
import demitasse.compute.PointBlock;
import demitasse.compute.Points;

/**
 * Nearest neighbours by all distances: n² d multiplications, as blocked matrix products. Up to some
 * ten thousand points nothing is faster.
 */
final class ExactSearch {
  private static final int QUERIES = 64;

  private ExactSearch() {}

  /** Finds the k nearest neighbours of each point among the others. */
  static Neighbours among(Points points, int k, Parallel parallel) {
    return search(points, points, true, k, parallel);
  }

  /** Finds the k nearest of {@code points} for each query, k at most their number. */
  static Neighbours of(Points queries, Points points, int k, Parallel parallel) {
    return search(queries, points, false, k, parallel);
  }

  private static Neighbours search(
      Points queries, Points points, boolean same, int k, Parallel parallel) {
    Neighbours found = Neighbours.allocate(queries.size(), k);
    int others = same ? points.size() - 1 : points.size();
    int keep = Math.min(k + Neighbours.SLACK, others);
    PointBlock[] blocks = PointBlock.all(points, parallel);
    parallel.forBlocks(
        queries.size(),
        QUERIES,
        (from, to) -> {
          Search search = new Search(queries, from, to, keep);
          int start = 0;
          for (PointBlock block : blocks) {
            search.offer(block, null, start, same);
            start += block.size();
          }
          search.drainTo(found, points);
        });
    return found;
  }

  /** The neighbours found so far of some consecutive or chosen queries. */
  static final class Search {
    private final Points queries;
    private final int[] ids;
    private final Nearest[] nearest;
    private final float[] squaredNorms;
    private final float[] first = new float[PointBlock.CAPACITY];
    private final float[] second = new float[PointBlock.CAPACITY];

    Search(Points queries, int from, int to, int keep) {
      this(queries, range(from, to), keep);
    }

    Search(Points queries, int[] ids, int keep) {
      this.queries = queries;
      this.ids = ids;
      this.nearest = new Nearest[ids.length];
      this.squaredNorms = new float[ids.length];
      for (int q = 0; q < ids.length; q++) {
        nearest[q] = new Nearest(keep);
        int row = ids[q] * queries.dimensions();
        double norm = 0;
        for (int c = 0; c < queries.dimensions(); c++) {
          norm += (double) queries.values()[row + c] * queries.values()[row + c];
        }
        squaredNorms[q] = (float) norm;
      }
    }

    /**
     * Offers the points of a block to every query.
     *
     * @param blockIds the points' indices from {@code start} on; null where they are consecutive
     *     numbers from {@code start} on
     * @param notItself whether a query's own index is no neighbour of it
     */
    void offer(PointBlock block, int[] blockIds, int start, boolean notItself) {
      for (int q = 0; q < ids.length; q += 2) {
        int next = Math.min(q + 1, ids.length - 1);
        block.relativeDistances(queries, ids[q], ids[next], first, second);
        take(q, first, block.size(), blockIds, start, notItself);
        if (next > q) {
          take(next, second, block.size(), blockIds, start, notItself);
        }
      }
    }

    private void take(
        int q, float[] relative, int size, int[] blockIds, int start, boolean notItself) {
      Nearest best = nearest[q];
      float norm = squaredNorms[q];
      int self = notItself ? ids[q] : -1;
      float limit = best.limit() - norm;
      for (int j = 0; j < size; j++) {
        if (relative[j] <= limit) {
          int index = blockIds == null ? start + j : blockIds[start + j];
          if (index != self) {
            // Rounding can bring the distance of equal points a little below zero.
            best.offer(Math.max(0, relative[j] + norm), index);
            limit = best.limit() - norm;
          }
        }
      }
    }

    void drainTo(Neighbours found, Points points) {
      int[] candidates = new int[found.k() + Neighbours.SLACK];
      for (int q = 0; q < ids.length; q++) {
        int count = nearest[q].drainTo(candidates);
        found.set(ids[q], queries, points, candidates, count);
      }
    }

    private static int[] range(int from, int to) {
      int[] ids = new int[to - from];
      for (int q = 0; q < ids.length; q++) {
        ids[q] = from + q;
      }
      return ids;
    }
  }
}
