package demitasse.numeric;

import java.util.Arrays;

/** Finds the nearest of a few centers for every point of a block: the E step of k-means. */
public final class NearestCenter {
  private final Cloud cloud;
  private final double[] centers;
  private final int k;
  private final int d;
  private final Points fast;
  private final float[] squaredNorms;
  // A quarter of the squared distance to the nearest other center, from below; NaN: not yet known.
  private final float[] alone;

  /**
   * Prepares for these centers, which must not change meanwhile.
   *
   * @param cloud the points
   * @param centers shape (k, d), among the points as they came
   */
  public NearestCenter(Cloud cloud, double[] centers) {
    this.cloud = cloud;
    this.centers = centers;
    d = cloud.dimensions();
    k = centers.length / d;
    float[] values = new float[centers.length];
    for (int v = 0; v < values.length; v++) {
      values[v] = (float) (centers[v] - cloud.origin()[v % d]);
    }
    fast = new Points(k, d, values);
    squaredNorms = new float[k];
    double[] zero = new double[d];
    for (int c = 0; c < k; c++) {
      squaredNorms[c] = (float) fast.squaredDistance(c, zero);
    }
    alone = new float[k];
    Arrays.fill(alone, Float.NaN);
  }

  /**
   * Finds the centers nearest to a block's points; of equally near ones, the first.
   *
   * @param from the number of the block's first point
   * @param labels receives the centers' numbers; length at least the block's
   * @param squaredDistances receives the squared distances to them, exact to a thousandth, likewise
   */
  public void assign(PointBlock block, int from, int[] labels, double[] squaredDistances) {
    int size = block.size();
    float[] relative = new float[size];
    float[] first = new float[size];
    float[] second = new float[size];
    Arrays.fill(relative, Float.POSITIVE_INFINITY);
    for (int c = 0; c < k; c += 2) {
      int next = Math.min(c + 1, k - 1);
      block.products(fast, c, next, first, second);
      float norm = squaredNorms[c];
      float nextNorm = squaredNorms[next];
      for (int j = 0; j < size; j++) {
        float value = first[j] + norm;
        float other = second[j] + nextNorm;
        int nearer = other < value ? next : c;
        value = Math.min(value, other);
        if (value < relative[j]) {
          relative[j] = value;
          labels[j] = nearer;
        }
      }
    }
    if (cloud.addNorms(relative, from, squaredDistances)) {
      for (int j = 0; j < size; j++) {
        float squared = (float) squaredDistances[j];
        if (Cloud.isDoubtful(squared, cloud.squaredNorm(from + j), squaredNorms[labels[j]])) {
          lookAgain(from + j, j, labels, squaredDistances);
        }
      }
    }
  }

  private void lookAgain(int point, int j, int[] labels, double[] squaredDistances) {
    double nearest = squaredDistance(point, labels[j]);
    // No other center can be nearer to a point less than half as far as that from its own.
    if (nearest > 0 && !(nearest < quarterToTheNextOf(labels[j]))) {
      nearest = Double.POSITIVE_INFINITY;
      for (int c = 0; c < k; c++) {
        double squared = squaredDistance(point, c);
        if (squared < nearest) {
          nearest = squared;
          labels[j] = c;
        }
      }
    }
    squaredDistances[j] = nearest;
  }

  private double squaredDistance(int point, int center) {
    float[] values = cloud.points().values();
    double sum = 0;
    for (int c = 0; c < d; c++) {
      double difference = values[point * d + c] - centers[center * d + c];
      sum += difference * difference;
    }
    return sum;
  }

  private float quarterToTheNextOf(int center) {
    if (Float.isNaN(alone[center])) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int other = 0; other < k; other++) {
        double sum = 0;
        for (int c = 0; c < d; c++) {
          double difference = centers[center * d + c] - centers[other * d + c];
          sum += difference * difference;
        }
        nearest = other == center ? nearest : Math.min(nearest, sum);
      }
      // Threads may compute it twice, and find the same.
      alone[center] = Math.nextDown((float) (nearest / 4));
    }
    return alone[center];
  }
}
