package demitasse.numeric;

import java.util.Arrays;

/** Finds the nearest of a few centres for every point of a block: the E step of k-means. */
public final class NearestCentre {
  private final Points centres;
  private final float[] squaredNorms;

  /** Prepares for these centres, which must not change meanwhile. */
  public NearestCentre(Points centres) {
    this.centres = centres;
    this.squaredNorms = new float[centres.size()];
    double[] origin = new double[centres.dimensions()];
    for (int c = 0; c < squaredNorms.length; c++) {
      squaredNorms[c] = (float) centres.squaredDistance(c, origin);
    }
  }

  /**
   * Finds the centres nearest to a block's points; of equally near ones, the first.
   *
   * @param labels receives the centres' numbers; length at least the block's
   * @param relative receives |b − c|² − |b|² of each point b and its centre c, likewise
   */
  public void assign(PointBlock block, int[] labels, float[] relative) {
    int size = block.size();
    float[] first = new float[size];
    float[] second = new float[size];
    Arrays.fill(relative, 0, size, Float.POSITIVE_INFINITY);
    for (int c = 0; c < centres.size(); c += 2) {
      int next = Math.min(c + 1, centres.size() - 1);
      block.products(centres, c, next, first, second);
      take(c, first, squaredNorms[c], size, labels, relative);
      if (next > c) {
        take(next, second, squaredNorms[next], size, labels, relative);
      }
    }
  }

  private static void take(
      int centre, float[] products, float norm, int size, int[] labels, float[] relative) {
    for (int j = 0; j < size; j++) {
      float value = products[j] + norm;
      if (value < relative[j]) {
        relative[j] = value;
        labels[j] = centre;
      }
    }
  }
}
