package demitasse.embed;

import demitasse.numeric.Parallel;
import demitasse.numeric.Points;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Leading principal components by orthogonal iteration (Golub and Van Loan, Matrix Computations,
 * section 7.3.2): a block of directions is multiplied by XᵀX and made orthonormal again, until it
 * spans the directions of the largest variance.
 *
 * <p>The directions come from an evenly spread sample of the rows, and from a fixed number of
 * steps: they start maps and make benchmark data, where the last digits of an axis do not matter.
 */
public final class Pca {
  private static final int SAMPLE = 10_000;
  private static final int STEPS = 16;
  private static final int SPARE = 6;
  private static final int ROWS = 1024;

  private Pca() {}

  /**
   * Projects points onto their leading components.
   *
   * @param points shape (n, d); finite
   * @param components how many, at least 1
   * @return shape (n, components); components beyond the data's rank are 0
   * @throws IllegalArgumentException if points are ragged or not finite
   */
  public static float[][] project(float[][] points, int components) {
    if (components < 1) {
      throw new IllegalArgumentException("components must be at least 1, got " + components);
    }
    try (Parallel parallel = Parallel.of(0)) {
      return project(Points.of(points, "points"), components, parallel).rows();
    }
  }

  static Points project(Points points, int components, Parallel parallel) {
    Points centred = points.minus(points.mean());
    int d = points.dimensions();
    int directions = Math.min(d, components + SPARE);
    SplittableRandom random = new SplittableRandom(0);
    Points sample = centred.size() <= SAMPLE ? centred : centred.sample(SAMPLE, random);
    double[][] basis = new double[d][directions];
    for (double[] row : basis) {
      for (int q = 0; q < directions; q++) {
        row[q] = random.nextDouble(-1, 1);
      }
    }
    orthonormalise(basis);
    for (int step = 0; step < STEPS; step++) {
      basis = timesCovariance(sample, basis, parallel);
      orthonormalise(basis);
    }
    float[] projected = new float[points.size() * components];
    double[][] axes = basis;
    parallel.forBlocks(
        points.size(),
        ROWS,
        (from, to) -> {
          double[] row = new double[directions];
          for (int i = from; i < to; i++) {
            project(centred, i, axes, row);
            for (int q = 0; q < Math.min(components, directions); q++) {
              projected[i * components + q] = (float) row[q];
            }
          }
        });
    return new Points(points.size(), components, projected);
  }

  /** Returns XᵀX times the basis, shape (d, directions). */
  private static double[][] timesCovariance(Points points, double[][] basis, Parallel parallel) {
    int d = points.dimensions();
    int directions = basis[0].length;
    double[][][] parts = new double[(points.size() + ROWS - 1) / ROWS][][];
    parallel.forBlocks(
        points.size(),
        ROWS,
        (from, to) -> {
          double[][] part = new double[d][directions];
          double[] row = new double[directions];
          for (int i = from; i < to; i++) {
            project(points, i, basis, row);
            for (int c = 0; c < d; c++) {
              double x = points.values()[i * d + c];
              double[] sums = part[c];
              for (int q = 0; q < directions; q++) {
                sums[q] += x * row[q];
              }
            }
          }
          parts[from / ROWS] = part;
        });
    double[][] product = new double[d][directions];
    for (double[][] part : parts) {
      for (int c = 0; c < d; c++) {
        for (int q = 0; q < directions; q++) {
          product[c][q] += part[c][q];
        }
      }
    }
    return product;
  }

  private static void project(Points points, int i, double[][] basis, double[] row) {
    Arrays.fill(row, 0);
    int d = points.dimensions();
    for (int c = 0; c < d; c++) {
      double x = points.values()[i * d + c];
      double[] axes = basis[c];
      for (int q = 0; q < row.length; q++) {
        row[q] += x * axes[q];
      }
    }
  }

  /**
   * Makes the columns orthonormal (modified Gram–Schmidt, twice, which is as good as exact), each
   * with its largest entry positive. A column that vanishes, the data's rank being smaller, becomes
   * zeros.
   */
  private static void orthonormalise(double[][] basis) {
    int directions = basis[0].length;
    for (int q = 0; q < directions; q++) {
      double before = Math.sqrt(dot(basis, q, q));
      for (int pass = 0; pass < 2; pass++) {
        for (int p = 0; p < q; p++) {
          double projection = dot(basis, p, q);
          for (double[] row : basis) {
            row[q] -= projection * row[p];
          }
        }
      }
      double norm = Math.sqrt(dot(basis, q, q));
      double largest = 0;
      for (double[] row : basis) {
        largest = Math.abs(row[q]) > Math.abs(largest) ? row[q] : largest;
      }
      double scale = norm > 1e-12 * before ? Math.signum(largest) / norm : 0;
      for (double[] row : basis) {
        row[q] *= scale;
      }
    }
  }

  private static double dot(double[][] basis, int p, int q) {
    double sum = 0;
    for (double[] row : basis) {
      sum += row[p] * row[q];
    }
    return sum;
  }
}
