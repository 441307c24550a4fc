package demitasse.numeric;

import java.util.Arrays;

/**
 * Where float32 holds points best: a stored value is (value − origin) / 2^exponent.
 *
 * <p>Squares of values beyond 1e19 are beyond float32, squares of values below 1e-19 nothing, and a
 * {@code double} far from the origin loses what tells it from its neighbors. A power of two changes
 * no digit. Points of {@code float} in the usual range stay as they are.
 *
 * @param origin length d
 * @param exponent of the factor
 */
public record Frame(double[] origin, int exponent) {
  private static final int LOWEST = -30;
  private static final int HIGHEST = 40;
  private static final int OUTSIDE = 55;

  /** How many rows decide on the origin of points of {@code double}. */
  private static final int SAMPLE = 1001;

  /** Returns the frame that suits these rows. */
  public static Frame of(Rows rows) {
    if (rows.areFloats()) {
      return aroundZero(rows);
    }
    double[] origin = medians(rows);
    Parallel.checkInterrupt();
    double largest = 0;
    for (int i = 0; i < rows.size(); i++) {
      for (int c = 0; c < origin.length; c++) {
        largest = Math.max(largest, Math.abs(rows.at(i, c) - origin[c]));
      }
    }
    return new Frame(origin, exponent(largest));
  }

  /**
   * Returns the frame that suits these rows around the origin, where directions are what counts.
   */
  public static Frame aroundZero(Rows rows) {
    return new Frame(new double[rows.dimensions()], exponent(rows.largest()));
  }

  private static int exponent(double largest) {
    int exponent = Math.getExponent(largest);
    return largest == 0 || exponent >= LOWEST && exponent < HIGHEST ? 0 : exponent + 1 - HIGHEST;
  }

  /**
   * Returns the rows as points in this frame. Of a row very far outside it, the direction is kept:
   * it is as good as equally far from all within.
   */
  public Points pack(Rows rows) {
    Parallel.checkInterrupt();
    int d = rows.dimensions();
    float[] values = new float[rows.size() * d];
    if (exponent == 0
        && Math.getExponent(rows.largest()) <= OUTSIDE
        && Arrays.stream(origin).allMatch(each -> each == 0)) {
      for (int i = 0; i < rows.size(); i++) {
        rows.copy(i, values, i * d);
      }
      return new Points(rows.size(), d, values);
    }
    // Scaled down, what was a float may be too small to be one.
    double[] exact = rows.areFloats() && exponent <= 0 ? null : new double[values.length];
    double[] row = new double[d];
    for (int i = 0; i < rows.size(); i++) {
      double largest = 0;
      for (int c = 0; c < d; c++) {
        row[c] = stored(rows.at(i, c), c);
        largest = Math.max(largest, Math.abs(row[c]));
      }
      int beyond = Math.max(0, Math.getExponent(largest) - OUTSIDE);
      for (int c = 0; c < d; c++) {
        double value = beyond == 0 ? row[c] : Math.scalb(row[c], -beyond);
        values[i * d + c] = (float) value;
        if (exact != null) {
          exact[i * d + c] = value;
        }
      }
    }
    return new Points(rows.size(), d, values, exact);
  }

  private double stored(double value, int c) {
    return exponent == 0
        ? value - origin[c]
        : Math.scalb(value, -exponent) - Math.scalb(origin[c], -exponent);
  }

  /** Returns the value that column c of a point of this frame stands for. */
  public double value(double stored, int c) {
    return Math.scalb(stored, exponent) + origin[c];
  }

  /** Returns what a squared distance within this frame is outside it. */
  public double squaredDistance(double stored) {
    return Math.scalb(stored, 2 * exponent);
  }

  /** Returns the medians of the columns, of an even sample: one far-off row does not move them. */
  private static double[] medians(Rows rows) {
    int size = Math.min(SAMPLE, rows.size());
    double[] medians = new double[rows.dimensions()];
    double[] column = new double[size];
    for (int c = 0; c < medians.length; c++) {
      for (int s = 0; s < size; s++) {
        column[s] = rows.at((int) ((long) s * rows.size() / size), c);
      }
      Arrays.sort(column);
      medians[c] = column[size / 2];
    }
    return medians;
  }
}
