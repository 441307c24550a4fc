package demitasse.embed.repulsion;

import demitasse.numeric.Parallel;
import java.util.Arrays;

/**
 * Repulsion by interpolation on a grid and fast Fourier transforms, for maps of 1 or 2 dimensions.
 * The cost grows with n alone.
 *
 * <p>The idea is FIt-SNE's (Linderman et al. 2019, "Fast interpolation-based t-SNE for improved
 * visualization of single-cell RNA-seq data"). The form is that of smooth particle mesh Ewald
 * (Essmann et al. 1995, "A smooth particle mesh Ewald method"). There is one potential, φ(y) = Σ_j
 * 1 / (1 + |y − y_j|²), which cubic B-splines carry from the points to the grid and back. Z is its
 * sum over the points, and as ∇φ(y_i) = −2 Σ_j q_ij² (y_i − y_j), its gradient, taken by
 * differentiating the splines, is the force. So one convolution serves where FIt-SNE has four, and
 * the force is the gradient of the approximated Z itself.
 *
 * <p>A grid fine enough for the kernel, whose width is 1, has far more nodes than a map of some
 * thousand points has points. There the kernel is split ({@link KernelSplit}): a grid in proportion
 * to the points takes the far part, and each point meets those within a few nodes in person. Forces
 * are within one or two percent of the exact ones, closer than those of Barnes and Hut at θ = 0.5.
 */
public final class FftRepulsion implements Repulsion {
  /** The least distance between nodes that a map wider than the kernel needs. */
  private static final double FINEST = 0.15;

  /**
   * Nodes per point, in one direction. Between 1.2 and 1.8 all takes the same time; with fewer
   * nodes, less of it is the grid's part, where the threads exchange what they have computed.
   */
  private static final double NODES_PER_POINT = 1.6;

  /** How many nodes a map narrower than the kernel has in one direction. */
  private static final int LEAST_NODES = 16;

  /** How many others a point may meet in person, on average. */
  private static final long MOST_MEETINGS = 300;

  /** No grid is fine enough for a wider map, and float32 hardly. */
  private static final double WIDEST = 2 * FARTHEST;

  /** The width of a cell in nodes. The near part reaches one cell far. */
  private static final int CELL = 3;

  private static final int SPLINE = CubicSpline.NODES;

  /** From here on, half a transform's length is even, as the convolution wants it. */
  private static final int MIN_NODES = 8;

  private static final int POINTS = 256;

  /** A grid of more nodes than this, and than so many a point, costs more than a tree. */
  private static final int MAX_NODES = 4_000_000;

  private static final int MAX_NODES_PER_POINT = 16;

  private final int dimensions;
  private final int maxNodes;
  private final Repulsion beyond;
  private final Parallel parallel;

  private GridConvolution convolution;
  private float[][] grid;

  // The points sorted by cell, and where each cell's begin.
  private int[] cell = {};
  private int[] order = {};
  private float[] column = {};
  private float[] row = {};
  private float[] x = {};
  private float[] y = {};
  private int cellColumns;
  private int[] starts = {};

  /** Prepares for maps of n points and any extent. */
  public static FftRepulsion of(int dimensions, int n, Repulsion beyond, Parallel parallel) {
    long maxNodes = Math.max(MAX_NODES, (long) MAX_NODES_PER_POINT * n);
    return new FftRepulsion(
        dimensions, (int) Math.min(Integer.MAX_VALUE, maxNodes), beyond, parallel);
  }

  /**
   * Prepares for maps of any extent.
   *
   * @param dimensions of the map, 1 or 2
   * @param maxNodes the largest grid
   * @param beyond takes over for maps that would need a larger one
   */
  FftRepulsion(int dimensions, int maxNodes, Repulsion beyond, Parallel parallel) {
    this.dimensions = dimensions;
    this.maxNodes = maxNodes;
    this.beyond = beyond;
    this.parallel = parallel;
  }

  @Override
  public double forces(float[] y, float[] forces) {
    int n = y.length / dimensions;
    BoundingBox box = BoundingBox.of(y, dimensions, parallel);
    if (!(Math.max(box.width(), box.height()) <= WIDEST)) {
      return beyond.forces(y, forces);
    }
    double spacing = spacing(n, box);
    boolean crowded = true;
    while (crowded) {
      int rows = nodes(box.height(), spacing);
      int columns = nodes(box.width(), spacing);
      if ((double) rows * columns > maxNodes) {
        return beyond.forces(y, forces);
      }
      sort(y, n, box, spacing, rows, columns);
      // A few points far from the rest make a map wide, and its cells with it: smaller ones then.
      crowded = meetings() > MOST_MEETINGS * n && spacing > FINEST;
      if (crowded) {
        spacing /= 2;
      } else {
        boolean split = spacing >= FINEST && meetings() <= MOST_MEETINGS * n;
        prepare(rows, columns, spacing, split);
      }
    }
    spread();
    convolution.apply(grid);
    double sum = parallel.sum(n, POINTS, (from, to) -> gather(from, to, forces));
    // Each point has met itself, with q = 1.
    double z = sum + convolution.leftOut() * n * n - n;
    return Repulsion.isDoubtful(z, n) ? beyond.forces(y, forces) : z;
  }

  /** Returns the distance between nodes: one of few values, so that few kernels are transformed. */
  private static double spacing(int n, BoundingBox box) {
    double extent = Math.max(box.width(), box.height());
    if (extent == 0) {
      return FINEST;
    }
    double enough = Math.min(FINEST, extent / LEAST_NODES);
    double wanted = Math.max(enough, Math.sqrt(box.width() * box.height() / n) / NODES_PER_POINT);
    return FINEST * Math.pow(2, Math.rint(2 * Math.log(wanted / FINEST) / Math.log(2)) / 2);
  }

  /** Returns the number of nodes for an extent: the next for which there is a transform. */
  private static int nodes(double extent, double spacing) {
    double nodes = Math.min(extent / spacing + SPLINE, Integer.MAX_VALUE / 8);
    return RowFft.length(2 * Math.max((int) nodes, MIN_NODES)) / 2;
  }

  private void prepare(int rows, int columns, double spacing, boolean split) {
    double cutoff = split ? CELL * spacing : 0;
    KernelSplit kernel = new KernelSplit((float) (cutoff * cutoff));
    if (convolution == null || !convolution.is(rows, columns, spacing, kernel)) {
      convolution = new GridConvolution(rows, columns, spacing, kernel, parallel);
      grid = new float[rows][columns];
    }
  }

  /** Returns how many pairs of points, roughly, are in cells beside each other. */
  private long meetings() {
    long meetings = 0;
    for (int c = 0; c + 1 < starts.length; c++) {
      long size = starts[c + 1] - starts[c];
      meetings += 9 * size * size;
    }
    return meetings;
  }

  /** Sorts the points by cell, rows of cells one after the other. */
  private void sort(float[] map, int n, BoundingBox box, double spacing, int rows, int columns) {
    if (order.length != n) {
      cell = new int[n];
      order = new int[n];
      column = new float[n];
      row = new float[n];
      x = new float[n];
      y = new float[n];
    }
    double scale = 1 / spacing;
    cellColumns = columns / CELL + 1;
    parallel.forBlocks(
        n,
        POINTS,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int c = (int) column(map, i, box, scale);
            int r = (int) row(map, i, box, scale);
            cell[i] = r / CELL * cellColumns + c / CELL;
          }
        });
    int cells = (rows / CELL + 1) * cellColumns;
    starts = new int[cells + 1];
    for (int i = 0; i < n; i++) {
      starts[cell[i] + 1]++;
    }
    for (int c = 0; c < cells; c++) {
      starts[c + 1] += starts[c];
    }
    int[] fill = starts.clone();
    for (int i = 0; i < n; i++) {
      order[fill[cell[i]]++] = i;
    }
    parallel.forBlocks(
        n,
        POINTS,
        (from, to) -> {
          for (int p = from; p < to; p++) {
            int i = order[p];
            column[p] = column(map, i, box, scale);
            row[p] = row(map, i, box, scale);
            x[p] = map[i * dimensions];
            y[p] = dimensions == 1 ? 0 : map[2 * i + 1];
          }
        });
  }

  private float column(float[] map, int i, BoundingBox box, double scale) {
    return (float) ((map[i * dimensions] - box.minX()) * scale);
  }

  private float row(float[] map, int i, BoundingBox box, double scale) {
    return dimensions == 1 ? 0 : (float) ((map[2 * i + 1] - box.minY()) * scale);
  }

  /**
   * Adds each point's spline to the grid. One task has one row of cells, and its splines reach into
   * the next: even rows go first and odd ones after, so no two tasks write to one node at once, and
   * a node receives its points always in the same order.
   */
  private void spread() {
    parallel.forBlocks(
        grid.length,
        CELL,
        (from, to) -> {
          for (int r = from; r < to; r++) {
            Arrays.fill(grid[r], 0);
          }
        });
    int cellRows = starts.length / cellColumns;
    for (int first = 0; first < 2; first++) {
      int odd = first;
      parallel.forBlocks(
          (cellRows + 1 - odd) / 2,
          1,
          (from, to) -> {
            int start = (2 * from + odd) * cellColumns;
            spread(starts[start], starts[start + cellColumns]);
          });
    }
  }

  private void spread(int from, int to) {
    float[] across = new float[SPLINE];
    float[] down = new float[SPLINE];
    for (int p = from; p < to; p++) {
      int c = (int) column[p];
      int r = (int) row[p];
      CubicSpline.weights(column[p] - c, across);
      CubicSpline.weights(row[p] - r, down);
      for (int a = 0; a < SPLINE; a++) {
        float[] nodes = grid[r + a];
        nodes[c] += down[a] * across[0];
        nodes[c + 1] += down[a] * across[1];
        nodes[c + 2] += down[a] * across[2];
        nodes[c + 3] += down[a] * across[3];
      }
    }
  }

  /** Computes the forces on some of the sorted points; returns the sum of their potentials. */
  private double gather(int from, int to, float[] forces) {
    float[] across = new float[SPLINE];
    float[] down = new float[SPLINE];
    float[] slopeAcross = new float[SPLINE];
    float[] slopeDown = new float[SPLINE];
    float[] near = new float[2];
    float slope = (float) (-0.5 / convolution.spacing());
    double sum = 0;
    for (int p = from; p < to; p++) {
      int c = (int) column[p];
      int r = (int) row[p];
      CubicSpline.weights(column[p] - c, across);
      CubicSpline.weights(row[p] - r, down);
      CubicSpline.slopes(column[p] - c, slopeAcross);
      CubicSpline.slopes(row[p] - r, slopeDown);
      float potential = 0;
      float dx = 0;
      float dy = 0;
      for (int a = 0; a < SPLINE; a++) {
        float[] nodes = grid[r + a];
        float u0 = nodes[c];
        float u1 = nodes[c + 1];
        float u2 = nodes[c + 2];
        float u3 = nodes[c + 3];
        float value = across[0] * u0 + across[1] * u1 + across[2] * u2 + across[3] * u3;
        float change =
            slopeAcross[0] * u0 + slopeAcross[1] * u1 + slopeAcross[2] * u2 + slopeAcross[3] * u3;
        potential += down[a] * value;
        dx += down[a] * change;
        dy += slopeDown[a] * value;
      }
      near[0] = slope * dx;
      near[1] = slope * dy;
      sum += potential;
      if (convolution.split().squaredCutoff() > 0) {
        sum += addNear(p, near);
      }
      System.arraycopy(near, 0, forces, order[p] * dimensions, dimensions);
    }
    return sum;
  }

  /**
   * Adds the near part of the force on a sorted point: −near'(u) (y_i − y_j), where −near' = k² s⁴
   * + 4 k s³ / (1 + u_c). Returns the near part of its potential.
   */
  private float addNear(int p, float[] force) {
    KernelSplit split = convolution.split();
    float cutoff = split.squaredCutoff();
    float scale = 1 / (1 + cutoff);
    float halfScale = scale / 2;
    float xp = x[p];
    float yp = y[p];
    int cellColumn = (int) column[p] / CELL;
    int cellRow = (int) row[p] / CELL;
    int lastRow = starts.length / cellColumns - 1;
    float potential = 0;
    float forceX = 0;
    float forceY = 0;
    for (int r = Math.max(0, cellRow - 1); r <= Math.min(lastRow, cellRow + 1); r++) {
      // Cells side by side have their points side by side.
      int end = starts[r * cellColumns + Math.min(cellColumns, cellColumn + 2)];
      for (int q = starts[r * cellColumns + Math.max(0, cellColumn - 1)]; q < end; q++) {
        float dx = xp - x[q];
        float dy = yp - y[q];
        float u = dx * dx + dy * dy;
        // Zero from the cutoff on, and no branch, which would be a gamble.
        float inside = cutoff - u;
        float s = (inside + Math.abs(inside)) * halfScale;
        float k = 1 / (1 + u);
        float push = k * s * s * s;
        potential += push * s;
        push *= k * s + 4 * scale;
        forceX += push * dx;
        forceY += push * dy;
      }
    }
    force[0] += forceX;
    force[1] += forceY;
    return potential;
  }
}
