package demitasse.embed.neighbors;

import demitasse.numeric.Cloud;
import demitasse.numeric.NearestCenter;
import demitasse.numeric.Parallel;
import demitasse.numeric.PointBlock;
import demitasse.numeric.Points;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Nearest neighbours by an inverted file (Jégou et al. 2011, "Product quantization for nearest
 * neighbor search", section IV, without the quantisation): points are clustered, and a point is
 * compared with those of the few clusters whose centres are nearest to it. A cluster is one block
 * for all points that look into it, so the comparisons are the same matrix products as in {@link
 * ExactSearch}, only fewer: n^1.5 in all, as the number of clusters grows with √n.
 *
 * <p>Points are numbered anew, those of a cluster side by side.
 */
public final class ClusteredSearch {
  /** With how many of the nearest clusters each point is compared. */
  private static final int PROBES = 32;

  /** How many clusters √n is multiplied by: comparing with their centres shall cost a part only. */
  private static final double CLUSTERS = 3.5;

  /** How many points a centre is computed from, about. */
  private static final int SAMPLE_PER_CLUSTER = 16;

  private static final int ROUNDS = 4;
  private static final int QUERIES = 128;
  private static final long SEED = 0;

  private final Cloud points;
  private final int k;
  private final Parallel parallel;
  private final int[] order;
  // The clusters that each point looks into, shape (n, probes), and the first point of each.
  private final int probes;
  private final int[] probed;
  private final int[] starts;
  private final PointBlock[][] blocks;

  /** Finds the k nearest neighbours of each point among the others. */
  public static Arranged among(Cloud points, int k, Parallel parallel) {
    int clusters = (int) (CLUSTERS * Math.sqrt(points.size()));
    return among(points, k, clusters, PROBES, parallel);
  }

  /**
   * Finds neighbours.
   *
   * @param clusters how many there shall be, if there are as many points
   * @param probes into how many of them a point looks
   */
  static Arranged among(Cloud points, int k, int clusters, int probes, Parallel parallel) {
    ClusteredSearch search =
        new ClusteredSearch(points, k, Math.min(clusters, points.size()), probes, parallel);
    return new Arranged(search.order, search.neighbors());
  }

  private ClusteredSearch(Cloud given, int k, int clusters, int wanted, Parallel parallel) {
    this.k = k;
    this.parallel = parallel;
    probes = Math.min(wanted, clusters);
    int n = given.size();
    // The nearest cluster first: a point's own.
    Points centered = given.centered();
    Cloud centers = Cloud.aroundZero(centers(centered, clusters));
    int[] nearest = ExactSearch.of(Cloud.aroundZero(centered), centers, probes, parallel).indices();
    starts = new int[clusters + 1];
    for (int i = 0; i < n; i++) {
      starts[nearest[i * probes] + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] fill = starts.clone();
    order = new int[n];
    probed = new int[n * probes];
    for (int i = 0; i < n; i++) {
      int number = fill[nearest[i * probes]]++;
      order[number] = i;
      System.arraycopy(nearest, i * probes, probed, number * probes, probes);
    }
    points = given.select(order);
    blocks = new PointBlock[clusters][];
    parallel.forBlocks(clusters, 1, (from, to) -> blocks[from] = blocks(from));
  }

  private Neighbors neighbors() {
    Neighbors found = Neighbors.allocate(points.size(), k);
    boolean[] doubtful = new boolean[points.size()];
    parallel.forBlocks(points.size(), QUERIES, (from, to) -> search(from, to, found, doubtful));
    SecondLook.at(doubtful, points, points, true, this::visited, found, parallel);
    return found;
  }

  /** Finds the neighbours of consecutive points, which are of one cluster or of a few. */
  private void search(int from, int to, Neighbors found, boolean[] doubtful) {
    int keep = Math.min(k + Neighbors.SLACK, points.size() - 1);
    ExactSearch.Search search = new ExactSearch.Search(points, points, from, to, keep, true);
    // Who looks where, sorted by cluster: each is taken up once.
    long[] visits = new long[(to - from) * probes];
    int[] seen = new int[to - from];
    for (int v = 0; v < visits.length; v++) {
      int cluster = probed[from * probes + v];
      visits[v] = (long) cluster << 32 | v / probes;
      seen[v / probes] += starts[cluster + 1] - starts[cluster];
    }
    Arrays.sort(visits);
    int[] visitors = new int[to - from];
    int v = 0;
    while (v < visits.length) {
      int cluster = (int) (visits[v] >>> 32);
      int count = 0;
      for (; v < visits.length && (int) (visits[v] >>> 32) == cluster; v++) {
        visitors[count++] = (int) visits[v];
      }
      offer(cluster, search, visitors, count);
    }
    for (int q = 0; q < seen.length; q++) {
      if (seen[q] <= keep) {
        offerTheRest(search, from, q);
      }
    }
    search.drainTo(found, doubtful);
  }

  /** Returns the numbers of the points that a point is compared with, as pairs of from and to. */
  private int[] visited(int i) {
    int[] ranges = new int[2 * probes];
    int size = 0;
    for (int p = 0; p < probes; p++) {
      int cluster = probed[i * probes + p];
      ranges[2 * p] = starts[cluster];
      ranges[2 * p + 1] = starts[cluster + 1];
      size += starts[cluster + 1] - starts[cluster];
    }
    return size > k ? ranges : new int[] {0, points.size()};
  }

  /**
   * Offers a query also what it has not seen: where clusters are tiny, as those of outliers, there
   * is too little in the nearest ones. There cannot be many such points.
   */
  private void offerTheRest(ExactSearch.Search search, int from, int q) {
    boolean[] done = new boolean[blocks.length];
    for (int e = (from + q) * probes; e < (from + q + 1) * probes; e++) {
      done[probed[e]] = true;
    }
    for (int cluster = 0; cluster < blocks.length; cluster++) {
      if (!done[cluster]) {
        offer(cluster, search, new int[] {q}, 1);
      }
    }
  }

  private void offer(int cluster, ExactSearch.Search search, int[] which, int count) {
    int start = starts[cluster];
    for (PointBlock block : blocks[cluster]) {
      search.offer(block, start, which, count);
      start += block.size();
    }
  }

  private PointBlock[] blocks(int cluster) {
    int size = starts[cluster + 1] - starts[cluster];
    PointBlock[] result = new PointBlock[(size + PointBlock.CAPACITY - 1) / PointBlock.CAPACITY];
    for (int b = 0; b < result.length; b++) {
      int from = starts[cluster] + b * PointBlock.CAPACITY;
      result[b] =
          PointBlock.of(points, from, Math.min(from + PointBlock.CAPACITY, starts[cluster + 1]));
    }
    return result;
  }

  /** Some rounds of k-means on a sample. */
  private Points centers(Points given, int clusters) {
    int size = (int) Math.min(given.size(), (long) clusters * SAMPLE_PER_CLUSTER);
    SplittableRandom random = new SplittableRandom(SEED);
    Points sample = given.sample(size, random);
    Points centers = sample.sample(clusters, random);
    for (int round = 0; round < ROUNDS; round++) {
      centers = means(sample, assign(sample, centers), centers);
    }
    return centers;
  }

  /** Returns the mean of each cluster; an empty one keeps its centre. */
  private static Points means(Points sample, int[] labels, Points centers) {
    int d = sample.dimensions();
    int[] counts = new int[centers.size()];
    double[] sums = new double[centers.values().length];
    for (int s = 0; s < labels.length; s++) {
      counts[labels[s]]++;
      for (int c = 0; c < d; c++) {
        sums[labels[s] * d + c] += sample.values()[s * d + c];
      }
    }
    float[] means = centers.values().clone();
    for (int v = 0; v < means.length; v++) {
      if (counts[v / d] > 0) {
        means[v] = (float) (sums[v] / counts[v / d]);
      }
    }
    return new Points(centers.size(), d, means);
  }

  private int[] assign(Points queries, Points centers) {
    double[] values = new double[centers.values().length];
    Arrays.setAll(values, v -> centers.values()[v]);
    Cloud cloud = Cloud.aroundZero(queries);
    NearestCenter nearest = new NearestCenter(cloud, values);
    int[] labels = new int[queries.size()];
    parallel.forBlocks(
        queries.size(),
        PointBlock.CAPACITY,
        (from, to) -> {
          int[] block = new int[to - from];
          nearest.assign(PointBlock.of(cloud, from, to), from, block, new double[to - from]);
          System.arraycopy(block, 0, labels, from, block.length);
        });
    return labels;
  }
}
