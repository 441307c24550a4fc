package demitasse.numeric;

import java.util.Arrays;

/**
 * Some hundred points stored column by column, so that the distances from a point to all of them
 * are computed by loops along the points.
 *
 * <p>|a − b|² = |a|² + (|b|² − 2 a·b), and the bracket for all b of a block is a product of a
 * matrix and a vector. The inner loop takes two points a and two columns at a time: that is the
 * shape which the HotSpot compiler turns into vector instructions on JDK 17 as on 25, and it loads
 * each value of a block once for two points. In float32 the result is exact to about 1e-6 of |a|² +
 * |b|², so subtract the mean from the points beforehand, and compute what must be precise (the
 * distances to the neighbours finally chosen) by {@link Points#squaredDistance}.
 */
public final class PointBlock {
  /** The number of points in a block: its columns of 64 dimensions stay in a second-level cache. */
  public static final int CAPACITY = 512;

  private static final int TILE = 32;

  private final float[][] columns;
  private final float[] squaredNorms;
  private int size;

  /** Makes room for points, which come later. */
  PointBlock(int dimensions, int capacity) {
    // An even number of columns: the last of an odd one is zeros.
    columns = new float[dimensions + (dimensions & 1)][capacity];
    squaredNorms = new float[capacity];
  }

  /** Returns the block of a cloud's points from {@code from} until before {@code to}. */
  public static PointBlock of(Cloud cloud, int from, int to) {
    int[] ids = new int[to - from];
    for (int j = 0; j < ids.length; j++) {
      ids[j] = from + j;
    }
    PointBlock block = new PointBlock(cloud.dimensions(), ids.length);
    block.hold(cloud, ids, ids.length);
    return block;
  }

  /** Holds the first {@code count} points of these numbers from now on. */
  void hold(Cloud cloud, int[] ids, int count) {
    size = count;
    copy(cloud.centered(), ids);
    for (int j = 0; j < size; j++) {
      squaredNorms[j] = cloud.squaredNorm(ids[j]);
    }
  }

  private void copy(Points points, int[] ids) {
    int d = points.dimensions();
    float[] rows = new float[Math.min(size, TILE) * d];
    for (int start = 0; start < size; start += TILE) {
      int count = Math.min(TILE, size - start);
      // Rows first: so the processor waits for many of them at once, not for one after the other.
      for (int r = 0; r < count; r++) {
        System.arraycopy(points.values(), ids[start + r] * d, rows, r * d, d);
      }
      for (int c = 0; c < d; c++) {
        float[] column = columns[c];
        for (int r = 0; r < count; r++) {
          column[start + r] = rows[r * d + c];
        }
      }
    }
  }

  /**
   * Returns the blocks of all of a cloud's points, each of {@link #CAPACITY} points, the last one
   * of fewer.
   */
  public static PointBlock[] all(Cloud cloud, Parallel parallel) {
    PointBlock[] blocks = new PointBlock[(cloud.size() + CAPACITY - 1) / CAPACITY];
    parallel.forBlocks(
        cloud.size(), CAPACITY, (from, to) -> blocks[from / CAPACITY] = of(cloud, from, to));
    return blocks;
  }

  /** Returns the number of points. */
  public int size() {
    return size;
  }

  /** Returns |b_j|² of each point, and of whatever else there is room for. */
  float[] squaredNorms() {
    return squaredNorms;
  }

  /**
   * Makes squared distances out of what the fast loops compute, which lacks the norms of this
   * block's points.
   *
   * @param relative |a − b|² − |b|² of each point b and whatever a
   * @param result receives |a − b|²
   * @return whether any can be {@link Cloud#isDoubtful}: nearly always none is, and a loop that
   *     looks no further finds that out fastest
   */
  boolean addNorms(float[] relative, double[] result) {
    boolean any = false;
    for (int j = 0; j < size; j++) {
      float norm = squaredNorms[j];
      float squared = relative[j] + norm;
      result[j] = squared;
      // |a|² is at most 2 |b|² + 2 |a − b|².
      if (Cloud.isDoubtful(squared, norm, 2 * (norm + squared))) {
        any = true;
      }
    }
    return any;
  }

  /**
   * Computes |a − b_j|² − |a|² for the points b_j of this block and two points a.
   *
   * @param points holds the points a
   * @param first which point is the first a
   * @param second which is the second; may be the same
   * @param toFirst receives the first's results; length at least {@link #size()}
   * @param toSecond receives the second's; another array
   */
  public void relativeDistances(
      Points points, int first, int second, float[] toFirst, float[] toSecond) {
    System.arraycopy(squaredNorms, 0, toFirst, 0, size);
    System.arraycopy(squaredNorms, 0, toSecond, 0, size);
    addProducts(points, first, second, toFirst, toSecond);
  }

  /** Computes −2 a·b_j as {@link #relativeDistances} does, without adding |b_j|². */
  public void products(Points points, int first, int second, float[] toFirst, float[] toSecond) {
    Arrays.fill(toFirst, 0, size, 0);
    Arrays.fill(toSecond, 0, size, 0);
    addProducts(points, first, second, toFirst, toSecond);
  }

  private void addProducts(
      Points points, int first, int second, float[] toFirst, float[] toSecond) {
    int d = points.dimensions();
    float[] values = points.values();
    int a = first * d;
    int b = second * d;
    for (int c = 0; c < d; c += 2) {
      boolean last = c + 1 == d;
      addProducts(
          columns[c],
          columns[c + 1],
          -2 * values[a + c],
          last ? 0 : -2 * values[a + c + 1],
          -2 * values[b + c],
          last ? 0 : -2 * values[b + c + 1],
          toFirst,
          toSecond,
          size);
    }
  }

  private static void addProducts(
      float[] x,
      float[] y,
      float ax,
      float ay,
      float bx,
      float by,
      float[] toA,
      float[] toB,
      int size) {
    for (int j = 0; j < size; j++) {
      float xj = x[j];
      float yj = y[j];
      toA[j] = Math.fma(ax, xj, Math.fma(ay, yj, toA[j]));
      toB[j] = Math.fma(bx, xj, Math.fma(by, yj, toB[j]));
    }
  }
}
