package demitasse.numeric;

import java.util.Arrays;

/** Finds the nearest of a few centers for every point of a block: the E step of k-means. */
public final class NearestCenter {
  /** Centers that are compared with each other before with the rest; even. */
  static final int PANEL = 16;

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
    int[] ids = new int[block.size()];
    Arrays.setAll(ids, j -> from + j);
    CenterDistances found = new CenterDistances(0, block.size());
    assign(block, ids, found);
    System.arraycopy(found.labels, 0, labels, 0, ids.length);
    System.arraycopy(found.squaredDistances, 0, squaredDistances, 0, ids.length);
  }

  /**
   * Finds the centers nearest to a block's points, as above, and what is known of the others.
   *
   * @param ids the numbers of the block's points among the cloud's
   */
  void assign(PointBlock block, int[] ids, CenterDistances found) {
    int size = block.size();
    found.clear(size);
    for (int panel = 0; panel < k; panel += PANEL) {
      int end = Math.min(panel + PANEL, k);
      for (int c = panel; c < end; c += 2) {
        int next = Math.min(c + 1, k - 1);
        float[] first = found.panel[c - panel];
        float[] second = found.panel[c - panel + 1];
        block.products(fast, c, next, first, second);
        found.add(c, first, squaredNorms[c], size);
        if (next > c) {
          found.add(next, second, squaredNorms[next], size);
        }
      }
      found.takeNearest(panel, size);
    }
    found.dropOwn(size);
    if (block.addNorms(found.relative, found.squaredDistances)) {
      int[] labels = found.labels;
      for (int j = 0; j < size; j++) {
        float squared = (float) found.squaredDistances[j];
        if (Cloud.isDoubtful(squared, block.squaredNorms()[j], squaredNorms[labels[j]])) {
          int fast = labels[j];
          lookAgain(ids[j], j, labels, found.squaredDistances);
          if (labels[j] != fast) {
            found.doubt(j, fast);
          }
        }
      }
    }
  }

  private void lookAgain(int point, int j, int[] labels, double[] squaredDistances) {
    double nearest = cloud.points().squaredDistance(point, centers, labels[j]);
    // No other center can be nearer to a point less than half as far as that from its own.
    if (nearest > 0 && !(nearest < quarterToTheNextOf(labels[j]))) {
      nearest = Double.POSITIVE_INFINITY;
      for (int c = 0; c < k; c++) {
        double squared = cloud.points().squaredDistance(point, centers, c);
        if (squared < nearest) {
          nearest = squared;
          labels[j] = c;
        }
      }
    }
    squaredDistances[j] = nearest;
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
