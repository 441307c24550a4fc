package demitasse.numeric;

/**
 * The squared distances from two points of a cloud to a block of its points, exact to a thousandth
 * of each. To be used again and again: to make new arrays for each block took a tenth of the time
 * of k-means++.
 */
public final class PairDistances {
  private final Cloud cloud;
  private final float[] relativeToFirst = new float[PointBlock.CAPACITY];
  private final float[] relativeToSecond = new float[PointBlock.CAPACITY];
  private final double[] toFirst = new double[PointBlock.CAPACITY];
  private final double[] toSecond = new double[PointBlock.CAPACITY];

  /** Makes room for the distances between points of a cloud. */
  public PairDistances(Cloud cloud) {
    this.cloud = cloud;
  }

  /** Returns the squared distances from the first point; there may be room for more. */
  public double[] toFirst() {
    return toFirst;
  }

  /** Returns the squared distances from the second point; there may be room for more. */
  public double[] toSecond() {
    return toSecond;
  }

  /**
   * Computes the distances.
   *
   * @param from the number of the block's first point
   * @param first the number of the first point
   * @param second the number of the second; may be the same
   */
  public void measure(PointBlock block, int from, int first, int second) {
    block.relativeDistances(cloud.centered(), first, second, relativeToFirst, relativeToSecond);
    look(first, from, relativeToFirst, toFirst, block.size());
    look(second, from, relativeToSecond, toSecond, block.size());
  }

  private void look(int i, int from, float[] relative, double[] result, int size) {
    float norm = cloud.squaredNorm(i);
    // Nearly always nothing is doubtful, and a loop that looks no further finds that out fastest.
    boolean any = false;
    for (int j = 0; j < size; j++) {
      float squared = relative[j] + norm;
      result[j] = squared;
      if (Cloud.isDoubtful(squared, norm, cloud.squaredNorm(from + j))) {
        any = true;
      }
    }
    for (int j = 0; any && j < size; j++) {
      if (Cloud.isDoubtful((float) result[j], norm, cloud.squaredNorm(from + j))) {
        result[j] = cloud.squaredDistance(i, cloud, from + j);
      }
    }
  }
}
