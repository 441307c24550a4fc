package demitasse.numeric;

/**
 * Rows of numbers as callers have them, {@code float} or {@code double}, checked: at least one row
 * and one column, all rows of one length, no value NaN, infinite or beyond the range of {@code
 * float}.
 */
public final class Rows {
  private final float[][] floats;
  private final double[][] doubles;
  private final int size;
  private final int dimensions;
  private final double largest;

  private Rows(float[][] floats, double[][] doubles, String what) {
    this.floats = floats;
    this.doubles = doubles;
    size = floats != null ? floats.length : doubles.length;
    if (size == 0) {
      throw new IllegalArgumentException(what + ": no rows");
    }
    dimensions = length(0);
    if (dimensions == 0) {
      throw new IllegalArgumentException(what + ": no columns");
    }
    if ((long) size * dimensions > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%s: %d rows of %d values are more than one array holds"
              .formatted(what, size, dimensions));
    }
    double most = 0;
    for (int i = 0; i < size; i++) {
      if (length(i) != dimensions) {
        throw new IllegalArgumentException(
            "%s: row %d has %d values, row 0 has %d".formatted(what, i, length(i), dimensions));
      }
      for (int c = 0; c < dimensions; c++) {
        double size = Math.abs(at(i, c));
        most = size > most ? size : most;
        if (!(size <= Float.MAX_VALUE)) {
          throw new IllegalArgumentException(
              "%s: row %d, column %d is %s%s"
                  .formatted(
                      what,
                      i,
                      c,
                      at(i, c),
                      Double.isFinite(at(i, c)) ? ", beyond the range of float" : ""));
        }
      }
    }
    largest = most;
  }

  /**
   * Takes rows, which must not change meanwhile.
   *
   * @param rows shape (n, d)
   * @param what names the rows in an error's text, such as "points"
   * @throws IllegalArgumentException if they are not as said above
   */
  public static Rows of(float[][] rows, String what) {
    Arguments.given(rows, what, what + ": row");
    return new Rows(rows, null, what);
  }

  /** Takes rows of {@code double}; see {@link #of(float[][], String)}. */
  public static Rows of(double[][] rows, String what) {
    Arguments.given(rows, what, what + ": row");
    return new Rows(null, rows, what);
  }

  /** Returns how many rows there are, n. */
  public int size() {
    return size;
  }

  /** Returns how many values each has, d. */
  public int dimensions() {
    return dimensions;
  }

  /** Returns the largest value, without its sign. */
  double largest() {
    return largest;
  }

  /** Tells whether these are rows of {@code float}, or of doubles that are. */
  boolean areFloats() {
    if (floats != null) {
      return true;
    }
    for (double[] row : doubles) {
      for (double value : row) {
        if ((float) value != value) {
          return false;
        }
      }
    }
    return true;
  }

  /** Copies row i as it is into an array, from {@code at} on. */
  void copy(int i, float[] into, int at) {
    if (floats != null) {
      System.arraycopy(floats[i], 0, into, at, dimensions);
    } else {
      for (int c = 0; c < dimensions; c++) {
        into[at + c] = (float) doubles[i][c];
      }
    }
  }

  /** Returns the value in row i, column c. */
  public double at(int i, int c) {
    return floats != null ? floats[i][c] : doubles[i][c];
  }

  private int length(int i) {
    return floats != null ? floats[i].length : doubles[i].length;
  }
}
