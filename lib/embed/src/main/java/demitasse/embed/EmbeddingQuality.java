package demitasse.embed;

import demitasse.embed.neighbors.ExactSearch;
import demitasse.embed.neighbors.Neighbors;
import demitasse.numeric.Cloud;
import demitasse.numeric.Frame;
import demitasse.numeric.Parallel;
import demitasse.numeric.PointBlock;
import demitasse.numeric.Rows;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * How well a map keeps the neighbourhoods of its points. All measures use Euclidean distances, and
 * throw a {@link CancellationException} when the thread is interrupted.
 */
public final class EmbeddingQuality {
  private static final int QUERIES = 64;

  private EmbeddingQuality() {}

  /**
   * Returns the trustworthiness: 1 if each point's k nearest on the map are its k nearest among the
   * points, less for strangers among them, by how far they rank (Venna and Kaski 2001). As
   * scikit-learn's {@code trustworthiness}.
   *
   * @param points shape (n, d)
   * @param embedding shape (n, dimensions)
   * @param k how many neighbours, below n / 2
   * @return from 0 to 1
   * @throws IllegalArgumentException if shapes do not fit, values are not finite or k is too large
   */
  public static double trustworthiness(float[][] points, float[][] embedding, int k) {
    return trustworthiness(Rows.of(points, "points"), Rows.of(embedding, "embedding"), k);
  }

  /** Returns the same for points of double precision. */
  public static double trustworthiness(double[][] points, float[][] embedding, int k) {
    return trustworthiness(Rows.of(points, "points"), Rows.of(embedding, "embedding"), k);
  }

  private static double trustworthiness(Rows points, Rows embedding, int k) {
    int n = points.size();
    checkShapes(points, embedding, k);
    if (2 * k >= n) {
      throw new IllegalArgumentException(
          "k must be below half the points, got %d of %d".formatted(k, n));
    }
    Cloud cloud = cloud(points);
    try (Parallel parallel = Parallel.of(0)) {
      int[] near = ExactSearch.among(cloud(embedding), k, parallel).indices();
      PointBlock[] blocks = PointBlock.all(cloud, parallel);
      double penalty =
          parallel.sum(
              n,
              QUERIES,
              (from, to) -> {
                Ranks ranks = new Ranks(cloud, blocks);
                double sum = 0;
                for (int i = from; i < to; i++) {
                  ranks.from(i);
                  for (int r = 0; r < k; r++) {
                    sum += Math.max(0, ranks.of(near[i * k + r]) - k);
                  }
                }
                return sum;
              });
      return 1 - penalty * 2 / ((double) n * k * (2.0 * n - 3.0 * k - 1));
    }
  }

  /**
   * Returns which share of the points' k nearest neighbours are among the k nearest on the map.
   *
   * @param points shape (n, d)
   * @param embedding shape (n, dimensions)
   * @return from 0 to 1
   * @throws IllegalArgumentException if shapes do not fit, values are not finite or k is too large
   */
  public static double neighborRecall(float[][] points, float[][] embedding, int k) {
    return neighborRecall(Rows.of(points, "points"), Rows.of(embedding, "embedding"), k);
  }

  /** Returns the same for points of double precision. */
  public static double neighborRecall(double[][] points, float[][] embedding, int k) {
    return neighborRecall(Rows.of(points, "points"), Rows.of(embedding, "embedding"), k);
  }

  private static double neighborRecall(Rows points, Rows embedding, int k) {
    checkShapes(points, embedding, k);
    try (Parallel parallel = Parallel.of(0)) {
      Neighbors truth = ExactSearch.among(cloud(points), k, parallel);
      return truth.recall(ExactSearch.among(cloud(embedding), k, parallel));
    }
  }

  /**
   * Returns how often the majority of a point's k nearest others has its label, the nearest
   * deciding ties.
   *
   * @param embedding shape (n, dimensions)
   * @param labels length n
   * @return from 0 to 1
   * @throws IllegalArgumentException if shapes do not fit, values are not finite or k is too large
   */
  public static double neighborAccuracy(float[][] embedding, int[] labels, int k) {
    Rows map = Rows.of(embedding, "embedding");
    checkShapes(map, map, k);
    if (labels.length != map.size()) {
      throw new IllegalArgumentException(
          "%d labels for %d points".formatted(labels.length, map.size()));
    }
    try (Parallel parallel = Parallel.of(0)) {
      Neighbors near = ExactSearch.among(cloud(map), k, parallel);
      int hits = 0;
      for (int i = 0; i < labels.length; i++) {
        hits += majority(near.of(i), labels) == labels[i] ? 1 : 0;
      }
      return (double) hits / labels.length;
    }
  }

  /** Returns the label that most of these have; of several, the one of the nearest that has one. */
  private static int majority(int[] near, int[] labels) {
    Map<Integer, Integer> votes = new LinkedHashMap<>();
    for (int j : near) {
      votes.merge(labels[j], 1, Integer::sum);
    }
    // In the order of the first vote, which comes from the nearest.
    int winner = labels[near[0]];
    for (Map.Entry<Integer, Integer> vote : votes.entrySet()) {
      winner = vote.getValue() > votes.get(winner) ? vote.getKey() : winner;
    }
    return winner;
  }

  private static Cloud cloud(Rows rows) {
    return Cloud.of(Frame.of(rows).pack(rows));
  }

  private static void checkShapes(Rows points, Rows embedding, int k) {
    if (points.size() != embedding.size()) {
      throw new IllegalArgumentException(
          "%d points and a map of %d".formatted(points.size(), embedding.size()));
    }
    if (k < 1 || k >= points.size()) {
      throw new IllegalArgumentException(
          "k must be from 1 to %d, got %d".formatted(points.size() - 1, k));
    }
  }
}
