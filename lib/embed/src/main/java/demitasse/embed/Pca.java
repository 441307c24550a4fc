package demitasse.embed;

import demitasse.numeric.Cloud;
import demitasse.numeric.Frame;
import demitasse.numeric.Parallel;
import demitasse.numeric.Points;
import demitasse.numeric.Rows;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

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

  /** Of the largest direction's squares, the share that rounding makes up. */
  private static final double NOISE = 1e-27;

  /** Directions whose cosine is larger are not orthogonal: the later one is rounding alone. */
  private static final double ALIKE = 1e-6;

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
    return project(Rows.of(points, "points"), components);
  }

  /** Projects points of double precision; see {@link #project(float[][], int)}. */
  public static float[][] project(double[][] points, int components) {
    return project(Rows.of(points, "points"), components);
  }

  private static float[][] project(Rows points, int components) {
    if (components < 1) {
      throw new IllegalArgumentException("components must be at least 1, got " + components);
    }
    Frame frame = Frame.of(points);
    try (Parallel parallel = Parallel.of(0)) {
      float[][] projected = project(frame.pack(points), components, parallel).rows();
      for (float[] row : projected) {
        for (int q = 0; q < components; q++) {
          row[q] = Math.scalb(row[q], frame.exponent());
        }
      }
      return projected;
    }
  }

  static Points project(Points points, int components, Parallel parallel) {
    Cloud cloud = Cloud.of(points);
    Centered centered = Centered.of(cloud);
    int d = points.dimensions();
    int directions = Math.min(d, components + SPARE);
    SplittableRandom random = new SplittableRandom(0);
    Centered sample = centered.sample(random);
    double[][] basis = new double[d][directions];
    for (double[] row : basis) {
      for (int q = 0; q < directions; q++) {
        row[q] = random.nextDouble(-1, 1);
      }
    }
    orthonormalize(basis);
    for (int step = 0; step < STEPS; step++) {
      basis = timesCovariance(sample, basis, parallel);
      orthonormalize(basis);
    }
    leaveOutNoise(sample, basis);
    float[] projected = new float[points.size() * components];
    double[][] axes = basis;
    parallel.forBlocks(
        points.size(),
        ROWS,
        (from, to) -> {
          double[] row = new double[directions];
          for (int i = from; i < to; i++) {
            centered.project(i, axes, row);
            for (int q = 0; q < Math.min(components, directions); q++) {
              projected[i * components + q] = (float) row[q];
            }
          }
        });
    return new Points(points.size(), components, projected);
  }

  /** Makes zeros of the directions beyond the data's rank, along which there is only rounding. */
  private static void leaveOutNoise(Centered sample, double[][] basis) {
    int directions = basis[0].length;
    double[] energies = new double[directions];
    double[] row = new double[directions];
    for (int i = 0; i < sample.points().size(); i++) {
      sample.project(i, basis, row);
      for (int q = 0; q < directions; q++) {
        energies[q] += row[q] * row[q];
      }
    }
    double most = Arrays.stream(energies).max().orElse(0);
    for (int q = 0; q < directions; q++) {
      if (!(energies[q] > NOISE * most) || isLikeAnEarlierOne(basis, q)) {
        for (double[] axes : basis) {
          axes[q] = 0;
        }
      }
    }
  }

  private static boolean isLikeAnEarlierOne(double[][] basis, int q) {
    return IntStream.range(0, q).anyMatch(p -> Math.abs(dot(basis, p, q)) > ALIKE);
  }

  /**
   * Points around their mean: where a few far-off ones pull that away from the others, these are
   * stored around the median, where float32 is finest, and the rest of the way is a difference.
   *
   * @param points around the origin of a {@link Cloud}
   * @param rest the mean, from there
   */
  private record Centered(Points points, double[] rest) {
    static Centered of(Cloud cloud) {
      double[] rest = cloud.points().mean();
      for (int c = 0; c < rest.length; c++) {
        rest[c] -= cloud.origin()[c];
      }
      return new Centered(cloud.centered(), rest);
    }

    Centered sample(SplittableRandom random) {
      return points.size() <= SAMPLE ? this : new Centered(points.sample(SAMPLE, random), rest);
    }

    double value(int i, int c) {
      return points.values()[i * rest.length + c] - rest[c];
    }

    void project(int i, double[][] basis, double[] row) {
      Arrays.fill(row, 0);
      for (int c = 0; c < rest.length; c++) {
        double x = value(i, c);
        double[] axes = basis[c];
        for (int q = 0; q < row.length; q++) {
          row[q] += x * axes[q];
        }
      }
    }
  }

  /** Returns XᵀX times the basis, shape (d, directions). */
  private static double[][] timesCovariance(Centered sample, double[][] basis, Parallel parallel) {
    int d = basis.length;
    int directions = basis[0].length;
    int n = sample.points().size();
    double[][][] parts = new double[(n + ROWS - 1) / ROWS][][];
    parallel.forBlocks(
        n,
        ROWS,
        (from, to) -> {
          double[][] part = new double[d][directions];
          double[] row = new double[directions];
          for (int i = from; i < to; i++) {
            sample.project(i, basis, row);
            for (int c = 0; c < d; c++) {
              double x = sample.value(i, c);
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

  /**
   * Makes the columns orthonormal (modified Gram–Schmidt, twice, which is as good as exact), each
   * with its largest entry positive. A column that vanishes becomes zeros.
   */
  private static void orthonormalize(double[][] basis) {
    int directions = basis[0].length;
    for (int q = 0; q < directions; q++) {
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
      double scale = norm > 0 ? Math.signum(largest) / norm : 0;
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
