package demitasse.embed.repulsion;

import demitasse.numeric.Parallel;

/**
 * The potential of charges on the nodes of a plane grid under the far part of the kernel, by fast
 * Fourier transform. The charges are points smeared out by cubic B-splines and the potential is
 * read through the same splines; the kernel's spectrum is divided by the splines' for that.
 *
 * <p>The transforms are of twice the grid's size, so that the potential of the open plane results
 * and not that of a periodic one. As the charges are real, two halves of the grid travel as real
 * and imaginary part through the first transform. As everything else is real and even, the spectrum
 * of the kernel is a real factor.
 *
 * <p>Steps: transform down the columns; separate the two halves and transpose; transform, multiply,
 * transform back along what were the rows; transpose and join; transform back.
 */
final class GridConvolution {
  /** Columns per task at most. Vector loops want them long; caches do not hold longer ones. */
  private static final int COLUMNS = 256;

  /** A transform's rows fall into four parts that are independent but for two of its steps. */
  private static final int PARTS = 4;

  private static final int ROWS = 16;

  private final int rows;
  private final int columns;
  private final double spacing;
  private final KernelSplit split;
  private final Parallel parallel;
  private final RowFft down;
  private final RowFft across;
  // After the first transform: [frequency down, scrambled][column of either half].
  private final float[][] halvesRe;
  private final float[][] halvesIm;
  // After transposing: [column, later frequency across, scrambled][frequency down from 0 to rows].
  private final float[][] spectrumRe;
  private final float[][] spectrumIm;
  private final float[][] kernel;
  // Where the first transform leaves frequency k.
  private final int[] rowOf;

  /**
   * Prepares for a grid.
   *
   * @param rows half a length of {@link RowFft}
   * @param columns likewise, and even
   * @param spacing the distance between neighbouring nodes
   * @param split the kernel, of which the far part counts
   */
  GridConvolution(int rows, int columns, double spacing, KernelSplit split, Parallel parallel) {
    this.spacing = spacing;
    this.split = split;
    this.rows = rows;
    this.columns = columns;
    this.parallel = parallel;
    down = new RowFft(2 * rows);
    across = new RowFft(2 * columns);
    halvesRe = new float[2 * rows][columns / 2];
    halvesIm = new float[2 * rows][columns / 2];
    spectrumRe = new float[2 * columns][rows + 1];
    spectrumIm = new float[2 * columns][rows + 1];
    rowOf = new int[2 * rows];
    for (int r = 0; r < 2 * rows; r++) {
      rowOf[down.frequency(r)] = r;
    }
    kernel = kernelSpectrum();
  }

  /** Tells whether this is the convolution for these. */
  boolean is(int rows, int columns, double spacing, KernelSplit split) {
    return this.rows == rows
        && this.columns == columns
        && this.spacing == spacing
        && this.split.equals(split);
  }

  double spacing() {
    return spacing;
  }

  KernelSplit split() {
    return split;
  }

  /**
   * Returns how much the grid's potential is too small for each charge. The smallest value of the
   * kernel within the grid is left out, and adds the same everywhere; the differences that make
   * forces keep their digits that way.
   */
  double leftOut() {
    return 1 / (1 + squaredExtent());
  }

  /** Replaces the charges on the grid, shape (rows, columns), by their potential. */
  void apply(float[][] grid) {
    parallel.forBlocks(rows / 2, ROWS, (from, to) -> enter(grid, from, to));
    parts(columns / 2, (part, from, to) -> down.forwardPart(halvesRe, halvesIm, part, from, to));
    parallel.forBlocks(columns / 2, ROWS, this::separate);
    parallel.forBlocks(
        columns / 2,
        ROWS,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            across.forwardHead(spectrumRe, spectrumIm, i);
          }
        });
    parts(rows + 1, this::multiplyPart);
    parallel.forBlocks(
        columns / 2,
        ROWS,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            across.inverseTail(spectrumRe, spectrumIm, i);
          }
        });
    parallel.forBlocks(rows + 1, ROWS, this::join);
    parts(columns / 2, (part, from, to) -> down.inversePart(halvesRe, halvesIm, part, from, to));
    parallel.forBlocks(rows / 2, ROWS, (from, to) -> leave(grid, from, to));
  }

  /** A task on the columns of a range, in one part of a transform. */
  private interface Part {
    void run(int part, int from, int to);
  }

  /** Runs a task for each part of a transform, and for stretches of its columns. */
  private void parts(int length, Part task) {
    int stretches = (length + COLUMNS - 1) / COLUMNS;
    parallel.forBlocks(
        PARTS * stretches,
        1,
        (t, next) -> {
          int from = t / PARTS * COLUMNS;
          task.run(t % PARTS, from, Math.min(length, from + COLUMNS));
        });
  }

  private void enter(float[][] grid, int from, int to) {
    int half = columns / 2;
    for (int i = from; i < to; i++) {
      for (int r = i; r < rows; r += rows / 2) {
        System.arraycopy(grid[r], 0, halvesRe[r], 0, half);
        System.arraycopy(grid[r], half, halvesIm[r], 0, half);
      }
      down.forwardHead(halvesRe, halvesIm, i);
    }
  }

  private void leave(float[][] grid, int from, int to) {
    int half = columns / 2;
    for (int i = from; i < to; i++) {
      down.inverseTail(halvesRe, halvesIm, i);
      for (int r = i; r < rows; r += rows / 2) {
        System.arraycopy(halvesRe[r], 0, grid[r], 0, half);
        System.arraycopy(halvesIm[r], 0, grid[r], half, half);
      }
    }
  }

  private void multiplyPart(int part, int from, int to) {
    across.forwardPart(spectrumRe, spectrumIm, part, from, to);
    int quarter = 2 * columns / PARTS;
    for (int c = part * quarter; c < (part + 1) * quarter; c++) {
      multiply(spectrumRe[c], kernel[c], from, to);
      multiply(spectrumIm[c], kernel[c], from, to);
    }
    across.inversePart(spectrumRe, spectrumIm, part, from, to);
  }

  /**
   * Separates the spectra a and b of two real columns out of that of a + ib: a_k = (z_k + z̄_−k)/2,
   * b_k = (z_k − z̄_−k)/2i.
   */
  private void separate(int from, int to) {
    int half = columns / 2;
    for (int k = 0; k <= rows; k++) {
      int r = rowOf[k];
      int mirror = rowOf[k == 0 ? 0 : 2 * rows - k];
      float[] re = halvesRe[r];
      float[] im = halvesIm[r];
      float[] mirrorRe = halvesRe[mirror];
      float[] mirrorIm = halvesIm[mirror];
      for (int c = from; c < to; c++) {
        spectrumRe[c][k] = 0.5f * (re[c] + mirrorRe[c]);
        spectrumIm[c][k] = 0.5f * (im[c] - mirrorIm[c]);
        spectrumRe[c + half][k] = 0.5f * (im[c] + mirrorIm[c]);
        spectrumIm[c + half][k] = 0.5f * (mirrorRe[c] - re[c]);
      }
    }
  }

  /** Joins them again: z_k = a_k + i b_k, and z_−k = ā_k + i b̄_k. */
  private void join(int from, int to) {
    int half = columns / 2;
    for (int k = from; k < to; k++) {
      int r = rowOf[k];
      int mirror = rowOf[k == 0 ? 0 : 2 * rows - k];
      for (int c = 0; c < half; c++) {
        float ar = spectrumRe[c][k];
        float ai = spectrumIm[c][k];
        float br = spectrumRe[c + half][k];
        float bi = spectrumIm[c + half][k];
        halvesRe[mirror][c] = ar + bi;
        halvesIm[mirror][c] = br - ai;
        halvesRe[r][c] = ar - bi;
        halvesIm[r][c] = ai + br;
      }
    }
  }

  private double squaredExtent() {
    return spacing * spacing * ((double) rows * rows + (double) columns * columns);
  }

  private static void multiply(float[] values, float[] factors, int from, int to) {
    for (int k = from; k < to; k++) {
      values[k] *= factors[k];
    }
  }

  /**
   * Returns the kernel's spectrum, [frequency across, scrambled][frequency down], over that of the
   * splines squared, with the factor that the inverse transforms leave out.
   */
  private float[][] kernelSpectrum() {
    int height = 2 * rows;
    int width = 2 * columns;
    double lowest = squaredExtent();
    // Even in both directions: columns beyond the half repeat those before it.
    float[][] re = new float[height][columns + 1];
    float[][] im = new float[height][columns + 1];
    parallel.forBlocks(
        height,
        ROWS,
        (from, to) -> {
          for (int r = from; r < to; r++) {
            double dy = spacing * Math.min(r, height - r);
            for (int c = 0; c <= columns; c++) {
              double dx = spacing * c;
              re[r][c] = (float) split.far(dx * dx + dy * dy, lowest);
            }
          }
        });
    parallel.forBlocks(columns + 1, COLUMNS, (from, to) -> down.forward(re, im, from, to));
    float[][] spectrum = new float[width][rows + 1];
    for (int k = 0; k <= rows; k++) {
      double spline = CubicSpline.spectrum(k, height);
      for (int c = 0; c < width; c++) {
        spectrum[c][k] = (float) (re[rowOf[k]][Math.min(c, width - c)] / (spline * spline));
      }
    }
    float[][] imaginary = new float[width][rows + 1];
    parallel.forBlocks(
        rows + 1, COLUMNS, (from, to) -> across.forward(spectrum, imaginary, from, to));
    for (int c = 0; c < width; c++) {
      double spline = CubicSpline.spectrum(across.frequency(c), width);
      double scale = 1 / (spline * spline * height * width);
      for (int k = 0; k <= rows; k++) {
        spectrum[c][k] *= (float) scale;
      }
    }
    return spectrum;
  }
}
