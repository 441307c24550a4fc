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

  /** Up to so many, sorting by insertion is fastest: the fast search has nearly sorted them. */
  private static final int FEW = 256;

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
   * @param distances their squared distances, in which order both are put
   * @return the squared distance of the last one written
   */
  double set(int i, int[] candidates, double[] distances, int count) {
    sort(candidates, distances, count);
    int exponent = exponent(distances, count);
    for (int rank = 0; rank < k; rank++) {
      indices[i * k + rank] = candidates[rank];
      squaredDistances[i * k + rank] =
          (float) Math.min(Math.scalb(distances[rank], -exponent), Float.MAX_VALUE);
    }
    return distances[k - 1];
  }

  /** Sorts by distance; equally far ones by index. */
  private static void sort(int[] candidates, double[] distances, int count) {
    if (count > FEW) {
      sortMany(candidates, distances, count);
      return;
    }
    for (int c = 1; c < count; c++) {
      int candidate = candidates[c];
      double distance = distances[c];
      int at = c;
      while (at > 0
          && (distances[at - 1] > distance
              || distances[at - 1] == distance && candidates[at - 1] > candidate)) {
        candidates[at] = candidates[at - 1];
        distances[at] = distances[at - 1];
        at--;
      }
      candidates[at] = candidate;
      distances[at] = distance;
    }
  }

  private static void sortMany(int[] candidates, double[] distances, int count) {
    double[] unsorted = Arrays.copyOf(distances, count);
    int[] given = Arrays.copyOf(candidates, count);
    Arrays.sort(distances, 0, count);
    int[] placed = new int[count];
    for (int c = 0; c < count; c++) {
      int first = first(distances, count, unsorted[c]);
      candidates[first + placed[first]++] = given[c];
    }
    for (int c = 0; c < count; c++) {
      if (placed[c] > 1) {
        Arrays.sort(candidates, c, c + placed[c]);
      }
    }
  }

  /** Returns the first place of a value in a sorted array that has it. */
  private static int first(double[] sorted, int count, double value) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
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
    double[] positive = Arrays.stream(distances, 0, count).filter(x -> x > 0).toArray();
    return Math.getExponent(positive[positive.length / 2]);
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
