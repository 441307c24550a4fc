package demitasse.embed.repulsion;

import demitasse.numeric.Parallel;
import java.util.Arrays;

/**
 * A quadtree (or octree, in three dimensions) over the points of a map, flattened.
 *
 * <p>Cells stand in depth-first order with the number of the cell that follows their subtree, so a
 * walk needs no stack: to open a cell is to go to the next number, to close it is to jump. Points
 * are copied in the order of the leaves, so a leaf's points stand side by side.
 */
public final class SpaceTree {
  private static final int LEAF = 8;
  private static final int LARGE = 10_000;

  /** Where points differ by less than floats can tell, cells stop halving. */
  private static final int MAX_DEPTH = 48;

  private final int children;
  private final int[] ids;
  private final int[] scratch;
  private final float[] x;
  private final float[] y;
  private final float[] z;

  private int cells;
  private float[] centerX = {};
  private float[] centerY = {};
  private float[] centerZ = {};
  private float[] squaredWidth = {};
  private int[] count = {};
  private int[] next = {};
  // The first point of a leaf; −1 for a cell with children.
  private int[] firstPoint = {};

  /**
   * @param map shape (n, dimensions), finite
   */
  public SpaceTree(float[] map, int dimensions) {
    int n = map.length / dimensions;
    children = 1 << dimensions;
    ids = new int[n];
    scratch = new int[n];
    float[][] at = new float[3][n];
    float[] low = new float[3];
    float[] high = new float[3];
    for (int c = 0; c < dimensions; c++) {
      low[c] = Float.POSITIVE_INFINITY;
      high[c] = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < n; i++) {
        float value = map[i * dimensions + c];
        at[c][i] = value;
        low[c] = Math.min(low[c], value);
        high[c] = Math.max(high[c], value);
      }
    }
    double width = 0;
    for (int c = 0; c < dimensions; c++) {
      width = Math.max(width, (double) high[c] - low[c]);
    }
    for (int i = 0; i < n; i++) {
      ids[i] = i;
    }
    x = at[0];
    y = at[1];
    z = at[2];
    grow(Math.max(16, n / 2));
    build(0, n, low[0] + width / 2, low[1] + width / 2, low[2] + width / 2, width, 0);
    reorder(x);
    reorder(y);
    reorder(z);
  }

  /** Returns the number of the point at place p of the leaves' order. */
  int id(int p) {
    return ids[p];
  }

  private void build(
      int from, int to, double midX, double midY, double midZ, double width, int depth) {
    if (cells == count.length) {
      grow(2 * cells);
    }
    if (to - from > LARGE) {
      Parallel.checkInterrupt();
    }
    int cell = cells++;
    double sumX = 0;
    double sumY = 0;
    double sumZ = 0;
    for (int p = from; p < to; p++) {
      int i = ids[p];
      sumX += x[i];
      sumY += y[i];
      sumZ += z[i];
    }
    int size = to - from;
    centerX[cell] = (float) (sumX / size);
    centerY[cell] = (float) (sumY / size);
    centerZ[cell] = (float) (sumZ / size);
    squaredWidth[cell] = (float) (width * width);
    count[cell] = size;
    if (size <= LEAF || depth == MAX_DEPTH) {
      firstPoint[cell] = from;
    } else {
      firstPoint[cell] = -1;
      int[] starts = partition(from, to, midX, midY, midZ);
      double quarter = width / 4;
      for (int child = 0; child < children; child++) {
        if (starts[child] < starts[child + 1]) {
          build(
              starts[child],
              starts[child + 1],
              midX + ((child & 1) == 0 ? -quarter : quarter),
              midY + ((child & 2) == 0 ? -quarter : quarter),
              midZ + ((child & 4) == 0 ? -quarter : quarter),
              width / 2,
              depth + 1);
        }
      }
    }
    next[cell] = cells;
  }

  /** Sorts the points of a cell by child; returns where each child's begin. */
  private int[] partition(int from, int to, double midX, double midY, double midZ) {
    int[] starts = new int[children + 1];
    for (int p = from; p < to; p++) {
      starts[child(ids[p], midX, midY, midZ) + 1]++;
    }
    starts[0] = from;
    for (int c = 0; c < children; c++) {
      starts[c + 1] += starts[c];
    }
    int[] fill = starts.clone();
    System.arraycopy(ids, from, scratch, from, to - from);
    for (int p = from; p < to; p++) {
      ids[fill[child(scratch[p], midX, midY, midZ)]++] = scratch[p];
    }
    return starts;
  }

  private int child(int i, double midX, double midY, double midZ) {
    int child = x[i] > midX ? 1 : 0;
    child |= y[i] > midY ? 2 : 0;
    child |= z[i] > midZ ? 4 : 0;
    // In fewer dimensions the other coordinates are 0 and their cells' middle above them.
    return child & (children - 1);
  }

  private void grow(int capacity) {
    centerX = Arrays.copyOf(centerX, capacity);
    centerY = Arrays.copyOf(centerY, capacity);
    centerZ = Arrays.copyOf(centerZ, capacity);
    squaredWidth = Arrays.copyOf(squaredWidth, capacity);
    count = Arrays.copyOf(count, capacity);
    next = Arrays.copyOf(next, capacity);
    firstPoint = Arrays.copyOf(firstPoint, capacity);
  }

  private void reorder(float[] values) {
    float[] old = values.clone();
    for (int p = 0; p < ids.length; p++) {
      values[p] = old[ids[p]];
    }
  }

  /**
   * Adds up the push at one place: cells of width w at distance d with w/d below θ act from their
   * centre of mass, others are opened.
   *
   * @param force receives Σ_j q_j² (place − y_j), length 3
   * @return Σ_j q_j, where a point of the tree that stands at the place counts 1
   */
  public double push(float atX, float atY, float atZ, float theta, float[] force) {
    float squaredTheta = theta * theta;
    float sum = 0;
    float forceX = 0;
    float forceY = 0;
    float forceZ = 0;
    int cell = 0;
    while (cell < cells) {
      float dx = atX - centerX[cell];
      float dy = atY - centerY[cell];
      float dz = atZ - centerZ[cell];
      float squared = dx * dx + dy * dy + dz * dz;
      if (squaredWidth[cell] < squaredTheta * squared) {
        float q = 1 / (1 + squared);
        float many = count[cell] * q;
        sum += many;
        many *= q;
        forceX += many * dx;
        forceY += many * dy;
        forceZ += many * dz;
        cell = next[cell];
      } else if (firstPoint[cell] < 0) {
        cell++;
      } else {
        int first = firstPoint[cell];
        for (int p = first; p < first + count[cell]; p++) {
          float px = atX - x[p];
          float py = atY - y[p];
          float pz = atZ - z[p];
          float q = 1 / (1 + px * px + py * py + pz * pz);
          sum += q;
          q *= q;
          forceX += q * px;
          forceY += q * py;
          forceZ += q * pz;
        }
        cell = next[cell];
      }
    }
    force[0] = forceX;
    force[1] = forceY;
    force[2] = forceZ;
    return sum;
  }

  /**
   * Adds up the potential at a point of the tree, itself left out, in double precision.
   *
   * @param p its place in the leaves' order
   * @return Σ_j q_j
   */
  double potential(int p, double theta) {
    double sum = 0;
    int cell = 0;
    while (cell < cells) {
      double squared = squaredDistance(p, centerX[cell], centerY[cell], centerZ[cell]);
      boolean far = squaredWidth[cell] < theta * theta * squared && !holds(cell, p);
      if (far) {
        sum += count[cell] / (1 + squared);
      } else if (firstPoint[cell] < 0) {
        cell++;
        continue;
      } else {
        for (int q = firstPoint[cell]; q < firstPoint[cell] + count[cell]; q++) {
          sum += q == p ? 0 : 1 / (1 + squaredDistance(p, x[q], y[q], z[q]));
        }
      }
      cell = next[cell];
    }
    return sum;
  }

  private boolean holds(int cell, int p) {
    int leaf = cell;
    while (firstPoint[leaf] < 0) {
      leaf++;
    }
    int first = firstPoint[leaf];
    return p >= first && p < first + count[cell];
  }

  private double squaredDistance(int p, double atX, double atY, double atZ) {
    double dx = x[p] - atX;
    double dy = y[p] - atY;
    double dz = z[p] - atZ;
    return dx * dx + dy * dy + dz * dz;
  }
}
