package demitasse.cluster;

import static demitasse.numeric.Arguments.given;

import demitasse.numeric.Cloud;
import demitasse.numeric.Frame;
import demitasse.numeric.PairDistances;
import demitasse.numeric.Parallel;
import demitasse.numeric.PointBlock;
import demitasse.numeric.Rows;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;

/**
 * How good clusters are: by themselves ({@link #silhouette}), or beside known classes. Labels and
 * classes are numbers from 0 on.
 */
public final class ClusterQuality {
  private static final int QUERIES = 32;

  private ClusterQuality() {}

  /**
   * Returns the mean silhouette of a sample: of each point (b − a) / max(a, b), where a is its mean
   * distance to the others of its cluster and b that to the nearest other cluster (Rousseeuw 1987).
   * A point alone in its cluster has 0.
   *
   * @param points shape (n, d)
   * @param labels length n, of at least 2 clusters
   * @param sample how many points, drawn by the seed; n or more takes all
   * @return from −1 to 1
   * @throws IllegalArgumentException if shapes do not fit or the sample has a single cluster
   * @throws CancellationException if the thread is interrupted
   */
  public static double silhouette(float[][] points, int[] labels, int sample, long seed) {
    return silhouette(Rows.of(points, "points"), labels, sample, seed);
  }

  /** Returns the same for points of double precision. */
  public static double silhouette(double[][] points, int[] labels, int sample, long seed) {
    return silhouette(Rows.of(points, "points"), labels, sample, seed);
  }

  private static double silhouette(Rows points, int[] labels, int sample, long seed) {
    checkPairs(points.size(), "points", labels.length, "labels");
    int size = Math.min(sample, points.size());
    if (size < 2) {
      throw new IllegalArgumentException("a silhouette needs two points, got " + size);
    }
    int[] ids = draw(points.size(), size, new SplittableRandom(seed));
    int[] clusters = Arrays.stream(ids).map(i -> labels[i]).toArray();
    Compact compact = Compact.of(clusters);
    if (compact.names().length < 2) {
      throw new IllegalArgumentException("a silhouette needs two clusters");
    }
    int[] counts = new int[compact.names().length];
    for (int cluster : compact.numbers()) {
      counts[cluster]++;
    }
    Cloud cloud = Cloud.of(Frame.of(points).pack(points).select(ids));
    try (Parallel parallel = Parallel.of(0)) {
      PointBlock[] blocks = PointBlock.all(cloud, parallel);
      double sum =
          parallel.sum(
              size,
              QUERIES,
              (from, to) -> silhouettes(cloud, blocks, compact.numbers(), counts, from, to));
      return sum / size;
    }
  }

  /** Returns a sample of the numbers below n, all of them in their order if {@code size} is n. */
  private static int[] draw(int n, int size, SplittableRandom random) {
    int[] ids = new int[n];
    Arrays.setAll(ids, i -> i);
    for (int s = 0; s < size; s++) {
      int other = size == n ? s : random.nextInt(s, n);
      int swap = ids[s];
      ids[s] = ids[other];
      ids[other] = swap;
    }
    return Arrays.copyOf(ids, size);
  }

  private static double silhouettes(
      Cloud cloud, PointBlock[] blocks, int[] clusters, int[] counts, int from, int to) {
    PairDistances squared = new PairDistances(cloud);
    double sum = 0;
    for (int i = from; i < to; i += 2) {
      int next = Math.min(i + 1, to - 1);
      double[] distances = new double[counts.length];
      double[] nextDistances = new double[counts.length];
      int start = 0;
      for (PointBlock block : blocks) {
        squared.measure(block, start, i, next);
        for (int j = 0; j < block.size(); j++) {
          distances[clusters[start + j]] += Math.sqrt(squared.toFirst()[j]);
          nextDistances[clusters[start + j]] += Math.sqrt(squared.toSecond()[j]);
        }
        start += block.size();
      }
      sum += silhouette(clusters[i], distances, counts);
      sum += next > i ? silhouette(clusters[next], nextDistances, counts) : 0;
    }
    return sum;
  }

  /** Returns the silhouette of a point of which the distances to each cluster are summed. */
  private static double silhouette(int own, double[] distances, int[] counts) {
    if (counts[own] == 1) {
      return 0;
    }
    double inside = distances[own] / (counts[own] - 1);
    double outside = Double.POSITIVE_INFINITY;
    for (int c = 0; c < counts.length; c++) {
      if (c != own) {
        outside = Math.min(outside, distances[c] / counts[c]);
      }
    }
    double larger = Math.max(inside, outside);
    return larger == 0 ? 0 : (outside - inside) / larger;
  }

  /**
   * Returns the adjusted Rand index: the share of pairs of points on whose togetherness clusters
   * and classes agree, set to 0 for chance and 1 for identity (Hubert and Arabie 1985).
   */
  public static double adjustedRand(int[] labels, int[] classes) {
    return adjustedRand(Contingency.of(labels, classes));
  }

  /** Returns the same from a contingency table. */
  public static double adjustedRand(Contingency table) {
    given(table, "the table");
    double points = table.points();
    double together = 0;
    for (int[] row : table.counts()) {
      for (int count : row) {
        together += pairs(count);
      }
    }
    double byLabel = Arrays.stream(table.rows()).mapToDouble(ClusterQuality::pairs).sum();
    double byClass = Arrays.stream(table.columns()).mapToDouble(ClusterQuality::pairs).sum();
    double expected = points < 2 ? 0 : byLabel * byClass / pairs(points);
    double most = (byLabel + byClass) / 2;
    return most == expected ? 1 : (together - expected) / (most - expected);
  }

  /**
   * Returns the mutual information of clusters and classes over the mean of their entropies: 0 if
   * they are independent, 1 if they are the same.
   */
  public static double normalizedMutualInformation(int[] labels, int[] classes) {
    return normalizedMutualInformation(Contingency.of(labels, classes));
  }

  /** Returns the same from a contingency table. */
  public static double normalizedMutualInformation(Contingency table) {
    given(table, "the table");
    double n = table.points();
    double information = 0;
    for (int r = 0; r < table.rows().length; r++) {
      for (int c = 0; c < table.columns().length; c++) {
        double count = table.counts()[r][c];
        if (count > 0) {
          information +=
              count / n * Math.log(count * n / ((double) table.rows()[r] * table.columns()[c]));
        }
      }
    }
    double entropies = entropy(table.rows(), n) + entropy(table.columns(), n);
    return entropies == 0 ? 1 : 2 * information / entropies;
  }

  /** Returns which share of the points has the class that is most frequent in its cluster. */
  public static double purity(int[] labels, int[] classes) {
    return purity(Contingency.of(labels, classes));
  }

  /** Returns the same from a contingency table. */
  public static double purity(Contingency table) {
    given(table, "the table");
    double sum = 0;
    for (int[] row : table.counts()) {
      sum += Arrays.stream(row).max().orElse(0);
    }
    return sum / table.points();
  }

  private static double pairs(double count) {
    return count * (count - 1) / 2;
  }

  private static double entropy(int[] counts, double n) {
    double entropy = 0;
    for (int count : counts) {
      entropy -= count > 0 ? count / n * Math.log(count / n) : 0;
    }
    return entropy;
  }

  private static void checkPairs(int first, String name, int second, String otherName) {
    if (first != second || first == 0) {
      throw new IllegalArgumentException(
          "wanted as many %s as %s, and some; got %d and %d"
              .formatted(name, otherName, first, second));
    }
  }
}
