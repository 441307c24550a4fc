package demitasse.numeric;

import java.util.Arrays;

/**
 * What {@link NearestCenter} finds for the points of a block: the nearest center, and the least
 * distance to any other in each of several groups of centers. Center c belongs to group c mod t. To
 * be used again and again.
 */
final class CenterDistances {
  /** The nearest center of each point. */
  final int[] labels;

  /** The squared distances to these, exact to a thousandth. */
  final double[] squaredDistances;

  /** The squared distances to these by the fast loops, without the points' norms. */
  final float[] relative;

  /** By group, the least squared distance to a center that is not the nearest; as above. */
  final float[][] least;

  /** The squared distances to some centers, likewise. */
  final float[][] panel;

  // By group, what is next after the least while the nearest center is not yet known.
  private final float[][] next;
  private final float[] panelLeast;

  /**
   * Makes room.
   *
   * @param groups the number of groups, t; 0 where only the nearest center counts
   * @param capacity the most points of a block
   */
  CenterDistances(int groups, int capacity) {
    labels = new int[capacity];
    squaredDistances = new double[capacity];
    relative = new float[capacity];
    least = new float[groups][capacity];
    next = new float[groups][capacity];
    panel = new float[NearestCenter.PANEL][capacity];
    panelLeast = new float[capacity];
  }

  void clear(int size) {
    Arrays.fill(relative, 0, size, Float.POSITIVE_INFINITY);
    Arrays.fill(panelLeast, 0, size, Float.POSITIVE_INFINITY);
    for (int g = 0; g < least.length; g++) {
      Arrays.fill(least[g], 0, size, Float.POSITIVE_INFINITY);
      Arrays.fill(next[g], 0, size, Float.POSITIVE_INFINITY);
    }
  }

  /** Adds a center's squared norm to what a panel has of it, and keeps what is least. */
  void add(int center, float[] products, float squaredNorm, int size) {
    add(products, squaredNorm, panelLeast, size);
    if (least.length > 0) {
      int group = center % least.length;
      keepTwo(products, least[group], next[group], size);
    }
  }

  private static void add(float[] products, float squaredNorm, float[] least, int size) {
    for (int j = 0; j < size; j++) {
      float value = products[j] + squaredNorm;
      products[j] = value;
      least[j] = Math.min(least[j], value);
    }
  }

  private static void keepTwo(float[] values, float[] first, float[] second, int size) {
    for (int j = 0; j < size; j++) {
      float value = values[j];
      second[j] = Math.min(second[j], Math.max(first[j], value));
      first[j] = Math.min(first[j], value);
    }
  }

  /** Finds which centers of a panel, from {@code start} on, are nearer than those before. */
  void takeNearest(int start, int size) {
    for (int j = 0; j < size; j++) {
      float value = panelLeast[j];
      if (value < relative[j]) {
        relative[j] = value;
        int c = 0;
        while (panel[c][j] != value) {
          c++;
        }
        labels[j] = start + c;
      }
    }
    Arrays.fill(panelLeast, 0, size, Float.POSITIVE_INFINITY);
  }

  /** Leaves the nearest center out of its group. */
  void dropOwn(int size) {
    if (least.length > 0) {
      for (int j = 0; j < size; j++) {
        int group = labels[j] % least.length;
        least[group][j] = next[group][j];
      }
    }
  }

  /** Takes nothing for known of the group of a center that only seemed to be the nearest. */
  void doubt(int j, int center) {
    if (least.length > 0) {
      least[center % least.length][j] = Float.NEGATIVE_INFINITY;
    }
  }
}
