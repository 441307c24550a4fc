package demitasse.cluster;

import demitasse.numeric.Parallel;
import demitasse.numeric.PointBlock;
import demitasse.numeric.Points;
import java.util.Arrays;
import java.util.SplittableRandom;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

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
   */
  public static double silhouette(float[][] points, int[] labels, int sample, long seed) {
    checkPairs(points.length, labels.length);
    int size = Math.min(sample, points.length);
    if (size < 2) {
      throw new IllegalArgumentException("a silhouette needs two points, got " + size);
    }
    int[] ids = new int[points.length];
    Arrays.setAll(ids, i -> i);
    SplittableRandom random = new SplittableRandom(seed);
    float[][] rows = new float[size][];
    int[] clusters = new int[size];
    for (int s = 0; s < size; s++) {
      int other = size == ids.length ? s : random.nextInt(s, ids.length);
      int swap = ids[s];
      ids[s] = ids[other];
      ids[other] = swap;
      rows[s] = points[ids[s]];
      clusters[s] = labels[ids[s]];
    }
    int[] counts = new int[highest(clusters) + 1];
    for (int cluster : clusters) {
      counts[cluster]++;
    }
    if (Arrays.stream(counts).filter(count -> count > 0).count() < 2) {
      throw new IllegalArgumentException("a silhouette needs two clusters");
    }
    Points packed = Points.of(rows, "points");
    try (Parallel parallel = Parallel.of(0)) {
      Blocks blocks = Blocks.of(packed.minus(packed.mean()), parallel);
      double sum =
          parallel.sum(
              size, QUERIES, (from, to) -> silhouettes(blocks, clusters, counts, from, to));
      return sum / size;
    }
  }

  private static double silhouettes(Blocks blocks, int[] clusters, int[] counts, int from, int to) {
    float[] relative = new float[PointBlock.CAPACITY];
    float[] same = new float[PointBlock.CAPACITY];
    double sum = 0;
    for (int i = from; i < to; i++) {
      double[] distances = new double[counts.length];
      int start = 0;
      for (PointBlock block : blocks.blocks()) {
        block.relativeDistances(blocks.points(), i, i, relative, same);
        for (int j = 0; j < block.size(); j++) {
          float squared = relative[j] + blocks.squaredNorms()[i];
          if (start + j != i && squared > 0) {
            distances[clusters[start + j]] += Math.sqrt(squared);
          }
        }
        start += block.size();
      }
      int own = clusters[i];
      if (counts[own] == 1) {
        continue;
      }
      double inside = distances[own] / (counts[own] - 1);
      double outside = Double.POSITIVE_INFINITY;
      for (int c = 0; c < counts.length; c++) {
        if (c != own && counts[c] > 0) {
          outside = Math.min(outside, distances[c] / counts[c]);
        }
      }
      double larger = Math.max(inside, outside);
      sum += larger == 0 ? 0 : (outside - inside) / larger;
    }
    return sum;
  }

  /**
   * Returns the adjusted Rand index: the share of pairs of points on whose togetherness clusters
   * and classes agree, set to 0 for chance and 1 for identity (Hubert and Arabie 1985).
   */
  public static double adjustedRand(int[] labels, int[] classes) {
    Contingency table = Contingency.of(labels, classes);
    double together = 0;
    for (int[] row : table.counts) {
      for (int count : row) {
        together += pairs(count);
      }
    }
    double byLabel = Arrays.stream(table.rows).mapToDouble(ClusterQuality::pairs).sum();
    double byClass = Arrays.stream(table.columns).mapToDouble(ClusterQuality::pairs).sum();
    double expected = labels.length < 2 ? 0 : byLabel * byClass / pairs(labels.length);
    double most = (byLabel + byClass) / 2;
    return most == expected ? 1 : (together - expected) / (most - expected);
  }

  /**
   * Returns the mutual information of clusters and classes over the mean of their entropies: 0 if
   * they are independent, 1 if they are the same.
   */
  public static double normalizedMutualInformation(int[] labels, int[] classes) {
    Contingency table = Contingency.of(labels, classes);
    double n = labels.length;
    double information = 0;
    for (int r = 0; r < table.rows.length; r++) {
      for (int c = 0; c < table.columns.length; c++) {
        double count = table.counts[r][c];
        if (count > 0) {
          information +=
              count / n * Math.log(count * n / ((double) table.rows[r] * table.columns[c]));
        }
      }
    }
    double entropies = entropy(table.rows, n) + entropy(table.columns, n);
    return entropies == 0 ? 1 : 2 * information / entropies;
  }

  /** Returns which share of the points has the class that is most frequent in its cluster. */
  public static double purity(int[] labels, int[] classes) {
    int sum = 0;
    for (int[] row : Contingency.of(labels, classes).counts) {
      sum += Arrays.stream(row).max().orElse(0);
    }
    return (double) sum / labels.length;
  }

  /**
   * Returns how many points of each class each cluster has: a row for each cluster, a column for
   * each class, and totals.
   *
   * @param rowName heads the column of clusters
   * @param columnName names the classes
   */
  public static Table crossTable(String rowName, int[] labels, String columnName, int[] classes) {
    checkPairs(labels.length, classes.length);
    return Table.create(IntColumn.create(rowName, labels), IntColumn.create(columnName, classes))
        .xTabCounts(rowName, columnName);
  }

  private static double pairs(int count) {
    return count * (count - 1.0) / 2;
  }

  private static double entropy(int[] counts, double n) {
    double entropy = 0;
    for (int count : counts) {
      entropy -= count > 0 ? count / n * Math.log(count / n) : 0;
    }
    return entropy;
  }

  private static int highest(int[] numbers) {
    int highest = 0;
    for (int number : numbers) {
      if (number < 0) {
        throw new IllegalArgumentException("labels and classes are numbers from 0, got " + number);
      }
      highest = Math.max(highest, number);
    }
    return highest;
  }

  private static void checkPairs(int first, int second) {
    if (first != second || first == 0) {
      throw new IllegalArgumentException(
          "wanted as many of one as of the other, got %d and %d".formatted(first, second));
    }
  }

  /** How many points have which label and class, with the sums of rows and columns. */
  private record Contingency(int[][] counts, int[] rows, int[] columns) {
    static Contingency of(int[] labels, int[] classes) {
      checkPairs(labels.length, classes.length);
      int[] rows = new int[highest(labels) + 1];
      int[] columns = new int[highest(classes) + 1];
      int[][] counts = new int[rows.length][columns.length];
      for (int i = 0; i < labels.length; i++) {
        counts[labels[i]][classes[i]]++;
        rows[labels[i]]++;
        columns[classes[i]]++;
      }
      return new Contingency(counts, rows, columns);
    }
  }
}
