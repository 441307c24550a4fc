package demitasse.embed.neighbors;

import java.util.Arrays;

/**
 * The k nearest neighbours of each point, itself excluded, nearest first.
 *
 * @param size how many points have neighbours, n
 * @param k how many neighbours each
 * @param indices shape (n, k)
 * @param squaredDistances shape (n, k), by the distance of the search; of a row whose distances lie
 *     further apart than float32 reaches, a multiple
 */
public record Neighbors(int size, int k, int[] indices, float[] squaredDistances) {
  /** How many neighbours beyond k a search in float32 keeps until exact distances decide. */
  static final int SLACK = 4;

  private static final double TINY = 0x1p-100;

  static Neighbors allocate(int size, int k) {
    if ((long) size * k > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%d points with %d neighbours each are more than one array holds: lower the perplexity"
              .formatted(size, k));
    }
    return new Neighbors(size, k, new int[size * k], new float[size * k]);
  }

  /**
   * Writes the neighbours of point i: the k nearest of the candidates.
   *
   * @param candidates indices of points, {@code count} of them, at least k
   * @param distances their squared distances
   * @return the squared distance of the last one written
   */
  double set(int i, int[] candidates, double[] distances, int count) {
    int exponent = exponent(distances, count);
    long[] order = new long[count];
    for (int c = 0; c < count; c++) {
      float distance = (float) Math.min(Math.scalb(distances[c], -exponent), Float.MAX_VALUE);
      order[c] = (long) Float.floatToRawIntBits(distance) << 32 | candidates[c];
    }
    Arrays.sort(order);
    for (int rank = 0; rank < k; rank++) {
      indices[i * k + rank] = (int) order[rank];
      squaredDistances[i * k + rank] = Float.intBitsToFloat((int) (order[rank] >>> 32));
    }
    return Math.scalb((double) squaredDistances[i * k + k - 1], exponent);
  }

  /**
   * Returns the exponent of the power of two that squared distances are divided by: 0 but where
   * they do not fit into float32 side by side. Then the middle one becomes about 1.
   */
  private static int exponent(double[] distances, int count) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int c = 0; c < count; c++) {
      least = distances[c] > 0 ? Math.min(least, distances[c]) : least;
      most = Math.max(most, distances[c]);
    }
    if (most == 0 || least > TINY && most < Float.MAX_VALUE) {
      return 0;
    }
    double[] sorted = Arrays.stream(distances, 0, count).filter(x -> x > 0).sorted().toArray();
    return Math.getExponent(sorted[sorted.length / 2]);
  }

  /** Returns the neighbours of point i, nearest first. */
  public int[] of(int i) {
    return Arrays.copyOfRange(indices, i * k, (i + 1) * k);
  }

  /** Returns the nearest {@code fewer} neighbours of each point. */
  public Neighbors nearest(int fewer) {
    if (fewer == k) {
      return this;
    }
    Neighbors result = allocate(size, fewer);
    for (int i = 0; i < size; i++) {
      System.arraycopy(indices, i * k, result.indices, i * fewer, fewer);
      System.arraycopy(squaredDistances, i * k, result.squaredDistances, i * fewer, fewer);
    }
    return result;
  }

  /** Returns which share of these neighbours are also among those found. */
  public double recall(Neighbors found) {
    long hits = 0;
    int[] truth = new int[k];
    for (int i = 0; i < size; i++) {
      System.arraycopy(indices, i * k, truth, 0, k);
      Arrays.sort(truth);
      for (int e = i * found.k; e < (i + 1) * found.k; e++) {
        hits += Arrays.binarySearch(truth, found.indices[e]) >= 0 ? 1 : 0;
      }
    }
    return (double) hits / indices.length;
  }
}
