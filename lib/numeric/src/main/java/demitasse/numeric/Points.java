package demitasse.numeric;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Points packed row by row into one array.
 *
 * @param size how many points, n
 * @param dimensions how many values each has, d
 * @param values shape (n, d): point i stands from {@code i * d}; not to be changed
 * @param exact the same before they were rounded, of points of {@code double}; null where the
 *     values are exact
 */
public record Points(int size, int dimensions, float[] values, double[] exact) {
  /** Refuses what does not fit together. */
  public Points {
    if (values.length != size * dimensions) {
      throw new IllegalArgumentException(
          "%d points of %d dimensions need %d values, got %d"
              .formatted(size, dimensions, size * dimensions, values.length));
    }
  }

  /** Packs values that are exact. */
  public Points(int size, int dimensions, float[] values) {
    this(size, dimensions, values, null);
  }

  /** Returns value c of point i as {@code at(i * d + c)}. */
  public double at(int v) {
    return exact == null ? values[v] : exact[v];
  }

  /**
   * Packs rows as they are.
   *
   * @param rows shape (n, d)
   * @param what names the rows in an error's text, such as "points"
   * @throws IllegalArgumentException as {@link Rows#of(float[][], String)}
   */
  public static Points of(float[][] rows, String what) {
    Rows checked = Rows.of(rows, what);
    return new Frame(new double[checked.dimensions()], 0).pack(checked);
  }

  /** Returns the rows unpacked, shape (n, d). */
  public float[][] rows() {
    float[][] rows = new float[size][];
    for (int i = 0; i < size; i++) {
      rows[i] = Arrays.copyOfRange(values, i * dimensions, (i + 1) * dimensions);
    }
    return rows;
  }

  /** Returns the points of these numbers, in their order. */
  public Points select(int[] ids) {
    float[] selected = new float[ids.length * dimensions];
    double[] exactly = exact == null ? null : new double[selected.length];
    for (int r = 0; r < ids.length; r++) {
      System.arraycopy(values, ids[r] * dimensions, selected, r * dimensions, dimensions);
      if (exact != null) {
        System.arraycopy(exact, ids[r] * dimensions, exactly, r * dimensions, dimensions);
      }
    }
    return new Points(ids.length, dimensions, selected, exactly);
  }

  /**
   * Returns a sample in the points' order: one point, drawn by lot, of each of {@code count} equal
   * stretches. Every so-many-th point instead would be in step with data that are.
   *
   * @param count at most {@link #size}
   */
  public Points sample(int count, SplittableRandom random) {
    int[] ids = new int[count];
    for (int s = 0; s < count; s++) {
      int from = (int) ((long) s * size / count);
      int to = (int) ((s + 1L) * size / count);
      ids[s] = random.nextInt(from, to);
    }
    return select(ids);
  }

  /** Returns every so-many-th point, {@code count} of them or all. */
  Points evenly(int count) {
    int[] ids = new int[Math.min(count, size)];
    Arrays.setAll(ids, s -> (int) ((long) s * size / ids.length));
    return select(ids);
  }

  /** Returns the mean of each column, length d. */
  public double[] mean() {
    double[] mean = new double[dimensions];
    for (int i = 0; i < size; i++) {
      for (int c = 0; c < dimensions; c++) {
        mean[c] += at(i * dimensions + c);
      }
    }
    for (int c = 0; c < dimensions; c++) {
      mean[c] /= size;
    }
    return mean;
  }

  /** Returns the points moved by −{@code origin}, length d. */
  public Points minus(double[] origin) {
    float[] moved = new float[values.length];
    for (int i = 0; i < size; i++) {
      for (int c = 0; c < dimensions; c++) {
        moved[i * dimensions + c] = (float) (at(i * dimensions + c) - origin[c]);
      }
    }
    return new Points(size, dimensions, moved);
  }

  /** Returns |a_i − b_j|² between point i of this and point j of {@code other}. */
  public double squaredDistance(int i, Points other, int j) {
    double sum = 0;
    int a = i * dimensions;
    int b = j * dimensions;
    for (int c = 0; c < dimensions; c++) {
      double difference = at(a + c) - other.at(b + c);
      sum += difference * difference;
    }
    return sum;
  }

  /** Returns |a_i − b|² between point i and row {@code row} of {@code rows}, shape (…, d). */
  public double squaredDistance(int i, double[] rows, int row) {
    int a = i * dimensions;
    int b = row * dimensions;
    // Two sums at a time: each addition waits for the one before.
    double even = 0;
    double odd = 0;
    int c = 0;
    for (; c + 1 < dimensions; c += 2) {
      double one = at(a + c) - rows[b + c];
      double other = at(a + c + 1) - rows[b + c + 1];
      even += one * one;
      odd += other * other;
    }
    if (c < dimensions) {
      double last = at(a + c) - rows[b + c];
      even += last * last;
    }
    return even + odd;
  }

  /** Returns |a_i − b|² between point i and {@code b}, length d. */
  public double squaredDistance(int i, double[] b) {
    return squaredDistance(i, b, 0);
  }
}
