package demitasse.embed;

import demitasse.numeric.Parallel;
import demitasse.numeric.PointBlock;
import demitasse.numeric.Points;

/** How well a map keeps the neighbourhoods of its points. All measures use Euclidean distances. */
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
    Points original = Points.of(points, "points");
    Points map = Points.of(embedding, "embedding");
    int n = original.size();
    checkShapes(original, map, k);
    if (2 * k >= n) {
      throw new IllegalArgumentException(
          "k must be below half the points, got %d of %d".formatted(k, n));
    }
    try (Parallel parallel = Parallel.of(0)) {
      Points centred = NeighbourSearch.prepare(original, Metric.EUCLIDEAN);
      Points centredMap = NeighbourSearch.prepare(map, Metric.EUCLIDEAN);
      Neighbours near = ExactSearch.among(centredMap, k, parallel);
      PointBlock[] blocks = PointBlock.all(centred, parallel);
      double penalty =
          parallel.sum(
              n,
              QUERIES,
              (from, to) -> {
                float[] distances = new float[n];
                double sum = 0;
                for (int i = from; i < to; i++) {
                  distances(centred, i, blocks, distances);
                  for (int r = 0; r < k; r++) {
                    int rank = rank(distances, i, near.indices()[i * k + r]);
                    sum += Math.max(0, rank - k);
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
  public static double neighbourRecall(float[][] points, float[][] embedding, int k) {
    Points original = Points.of(points, "points");
    Points map = Points.of(embedding, "embedding");
    checkShapes(original, map, k);
    try (Parallel parallel = Parallel.of(0)) {
      Neighbours truth =
          ExactSearch.among(NeighbourSearch.prepare(original, Metric.EUCLIDEAN), k, parallel);
      Neighbours near =
          ExactSearch.among(NeighbourSearch.prepare(map, Metric.EUCLIDEAN), k, parallel);
      return truth.recall(near);
    }
  }

  /**
   * Returns how often the majority of a point's k nearest others has its label, the nearest
   * deciding ties.
   *
   * @param embedding shape (n, dimensions)
   * @param labels length n, each 0 or more
   * @return from 0 to 1
   * @throws IllegalArgumentException if shapes do not fit, values are not finite or k is too large
   */
  public static double neighbourAccuracy(float[][] embedding, int[] labels, int k) {
    Points map = Points.of(embedding, "embedding");
    checkShapes(map, map, k);
    if (labels.length != map.size()) {
      throw new IllegalArgumentException(
          "%d labels for %d points".formatted(labels.length, map.size()));
    }
    int classes = 0;
    for (int label : labels) {
      classes = Math.max(classes, label + 1);
    }
    try (Parallel parallel = Parallel.of(0)) {
      Neighbours near =
          ExactSearch.among(NeighbourSearch.prepare(map, Metric.EUCLIDEAN), k, parallel);
      int hits = 0;
      for (int i = 0; i < labels.length; i++) {
        int[] votes = new int[classes];
        int winner = labels[near.indices()[i * k]];
        for (int r = 0; r < k; r++) {
          int label = labels[near.indices()[i * k + r]];
          votes[label]++;
        }
        for (int label = 0; label < classes; label++) {
          winner = votes[label] > votes[winner] ? label : winner;
        }
        hits += winner == labels[i] ? 1 : 0;
      }
      return (double) hits / labels.length;
    }
  }

  private static void checkShapes(Points points, Points embedding, int k) {
    if (points.size() != embedding.size()) {
      throw new IllegalArgumentException(
          "%d points and a map of %d".formatted(points.size(), embedding.size()));
    }
    if (k < 1 || k >= points.size()) {
      throw new IllegalArgumentException(
          "k must be from 1 to %d, got %d".formatted(points.size() - 1, k));
    }
  }

  private static void distances(Points points, int i, PointBlock[] blocks, float[] distances) {
    float[] part = new float[PointBlock.CAPACITY];
    float[] same = new float[PointBlock.CAPACITY];
    int start = 0;
    for (PointBlock block : blocks) {
      block.relativeDistances(points, i, i, part, same);
      System.arraycopy(part, 0, distances, start, block.size());
      start += block.size();
    }
  }

  /** Returns the place of j among the others by distance from i, 1 the nearest; ties by index. */
  private static int rank(float[] distances, int i, int j) {
    int rank = 1;
    for (int other = 0; other < distances.length; other++) {
      if (other != i
          && (distances[other] < distances[j] || distances[other] == distances[j] && other < j)) {
        rank++;
      }
    }
    return rank;
  }
}
