package demitasse.embed;

import demitasse.compute.NearestCentre;
import demitasse.compute.Parallel;
import demitasse.compute.PointBlock;
import demitasse.compute.Points;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Nearest neighbours by an inverted file (Jégou et al. 2011, "Product quantization for nearest
 * neighbor search", section IV, without the quantisation): points are clustered, and a point is
 * compared with those of the few clusters whose centres are nearest to it. Points that lie between
 * the same clusters are taken together, so that the comparisons are the same matrix products as in
 * {@link ExactSearch}, only fewer.
 */
final class ClusteredSearch {
  /** How many of the nearest clusters each point is compared with, at least. */
  private static final int PROBES = 10;

  /** How many points a centre is computed from. */
  private static final int SAMPLE_PER_CLUSTER = 64;

  private static final int ROUNDS = 6;
  private static final int QUERIES = 32;
  private static final long SEED = 0;

  private final Points points;
  private final int k;
  private final Parallel parallel;
  private final Points centres;
  // The clusters nearest to each point, the nearest first: its own.
  private final Neighbours nearest;
  // The points' numbers by own and second cluster; cluster c has members[starts[c]] and following.
  private final int[] members;
  private final int[] starts;
  private final PointBlock[][] blocks;

  /** Finds the k nearest neighbours of each point among the others. */
  static Neighbours among(Points points, int k, Parallel parallel) {
    return among(points, k, (int) Math.sqrt(points.size()), PROBES, parallel);
  }

  /**
   * Finds neighbours.
   *
   * @param clusters how many there shall be, below 2^15
   * @param probes with how many of them a point is compared
   */
  static Neighbours among(Points points, int k, int clusters, int probes, Parallel parallel) {
    return new ClusteredSearch(points, k, clusters, Math.min(probes, clusters), parallel).search();
  }

  private ClusteredSearch(Points points, int k, int clusters, int probes, Parallel parallel) {
    this.points = points;
    this.k = k;
    this.parallel = parallel;
    centres = centres(clusters);
    nearest = ExactSearch.of(points, centres, probes, parallel);
    int second = Math.min(1, probes - 1);
    long[] order = new long[points.size()];
    starts = new int[clusters + 1];
    for (int i = 0; i < order.length; i++) {
      long own = nearest.indices()[i * probes];
      starts[(int) own + 1]++;
      order[i] = own << 47 | (long) nearest.indices()[i * probes + second] << 32 | i;
    }
    for (int c = 0; c < clusters; c++) {
      starts[c + 1] += starts[c];
    }
    Arrays.parallelSort(order);
    members = new int[order.length];
    for (int p = 0; p < order.length; p++) {
      members[p] = (int) order[p];
    }
    blocks = new PointBlock[clusters][];
    parallel.forBlocks(clusters, 1, (from, to) -> blocks[from] = blocks(from));
  }

  private Neighbours search() {
    Neighbours found = Neighbours.allocate(points.size(), k);
    parallel.forBlocks(points.size(), QUERIES, (from, to) -> search(from, to, found));
    return found;
  }

  /** Finds the neighbours of some members. */
  private void search(int from, int to, Neighbours found) {
    int keep = Math.min(k + Neighbours.SLACK, points.size() - 1);
    int[] ids = Arrays.copyOfRange(members, from, to);
    boolean[] probed = new boolean[blocks.length];
    for (int id : ids) {
      for (int e = id * nearest.k(); e < (id + 1) * nearest.k(); e++) {
        probed[nearest.indices()[e]] = true;
      }
    }
    ExactSearch.Search search = new ExactSearch.Search(points, ids, keep);
    int seen = 0;
    for (int c = 0; c < blocks.length; c++) {
      if (probed[c]) {
        seen += offer(c, search);
      }
    }
    if (seen <= keep) {
      // Tiny clusters, as those of outliers: all the others then, there cannot be many such points.
      for (int c = 0; c < blocks.length; c++) {
        if (!probed[c]) {
          offer(c, search);
        }
      }
    }
    search.drainTo(found, points);
  }

  private int offer(int cluster, ExactSearch.Search search) {
    int start = starts[cluster];
    for (PointBlock block : blocks[cluster]) {
      search.offer(block, members, start, true);
      start += block.size();
    }
    return start - starts[cluster];
  }

  private PointBlock[] blocks(int cluster) {
    int size = starts[cluster + 1] - starts[cluster];
    PointBlock[] result = new PointBlock[(size + PointBlock.CAPACITY - 1) / PointBlock.CAPACITY];
    for (int b = 0; b < result.length; b++) {
      int from = starts[cluster] + b * PointBlock.CAPACITY;
      int to = Math.min(from + PointBlock.CAPACITY, starts[cluster + 1]);
      result[b] = PointBlock.of(points, members, from, to);
    }
    return result;
  }

  /** Some rounds of k-means on a sample. */
  private Points centres(int clusters) {
    int d = points.dimensions();
    int size = (int) Math.min(points.size(), (long) clusters * SAMPLE_PER_CLUSTER);
    SplittableRandom random = new SplittableRandom(SEED);
    int[] ids = new int[size];
    for (int s = 0; s < size; s++) {
      ids[s] = (int) ((long) s * points.size() / size);
    }
    // The first ids become centres: a shuffle of them alone.
    for (int c = 0; c < clusters; c++) {
      int other = random.nextInt(c, size);
      int swap = ids[c];
      ids[c] = ids[other];
      ids[other] = swap;
    }
    float[] rows = new float[size * d];
    for (int s = 0; s < size; s++) {
      System.arraycopy(points.values(), ids[s] * d, rows, s * d, d);
    }
    Points sample = new Points(size, d, rows);
    Points centres = new Points(clusters, d, Arrays.copyOf(rows, clusters * d));
    for (int round = 0; round < ROUNDS; round++) {
      centres = means(sample, assign(sample, centres), centres);
    }
    return centres;
  }

  /** Returns the mean of each cluster; an empty one keeps its centre. */
  private static Points means(Points sample, int[] labels, Points centres) {
    int d = sample.dimensions();
    int[] counts = new int[centres.size()];
    double[] sums = new double[centres.values().length];
    for (int s = 0; s < labels.length; s++) {
      counts[labels[s]]++;
      for (int c = 0; c < d; c++) {
        sums[labels[s] * d + c] += sample.values()[s * d + c];
      }
    }
    float[] means = centres.values().clone();
    for (int v = 0; v < means.length; v++) {
      if (counts[v / d] > 0) {
        means[v] = (float) (sums[v] / counts[v / d]);
      }
    }
    return new Points(centres.size(), d, means);
  }

  private int[] assign(Points queries, Points centres) {
    NearestCentre nearest = new NearestCentre(centres);
    int[] labels = new int[queries.size()];
    parallel.forBlocks(
        queries.size(),
        PointBlock.CAPACITY,
        (from, to) -> {
          int[] block = new int[to - from];
          nearest.assign(PointBlock.of(queries, from, to), block, new float[to - from]);
          System.arraycopy(block, 0, labels, from, block.length);
        });
    return labels;
  }
}
