package demitasse.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * Where a function of two numbers has certain values: marching triangles.
 *
 * <p>Each square of a grid is cut into two triangles. In a triangle the function is taken to be a
 * plane, so that a line of one value enters by one side and leaves by another.
 */
final class ContourLines {
  private static final int COLUMNS = 120;
  private static final int ROWS = 80;

  /** The values of the lines part the grid's values into groups of one size. */
  private static final int LINES = 12;

  private final double[] range;
  private final double[][] values = new double[ROWS + 1][COLUMNS + 1];
  private final List<double[]> lines = new ArrayList<>();

  /**
   * Finds the lines.
   *
   * @param range of the first number, low and high, and of the second one
   */
  ContourLines(DoubleBinaryOperator function, double[] range) {
    this.range = range;
    for (int row = 0; row <= ROWS; row++) {
      for (int column = 0; column <= COLUMNS; column++) {
        double[] at = place(row, column);
        values[row][column] = function.applyAsDouble(at[0], at[1]);
      }
    }
    for (double level : levels()) {
      for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < COLUMNS; column++) {
          int[] corner = {row, column};
          int[] across = {row + 1, column + 1};
          triangle(level, corner, new int[] {row, column + 1}, across);
          triangle(level, corner, new int[] {row + 1, column}, across);
        }
      }
    }
  }

  /** Returns stretches: where each begins and ends, (x, y, x, y). */
  List<double[]> lines() {
    return lines;
  }

  private double[] levels() {
    double[] sorted =
        Arrays.stream(values)
            .flatMapToDouble(Arrays::stream)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    double[] levels = new double[sorted.length == 0 ? 0 : LINES];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = sorted[(int) ((long) sorted.length * (i + 1) / (LINES + 1))];
    }
    return levels;
  }

  private double[] place(double row, double column) {
    return new double[] {
      range[0] + (range[1] - range[0]) * column / COLUMNS,
      range[2] + (range[3] - range[2]) * row / ROWS
    };
  }

  private void triangle(double level, int[]... corners) {
    List<double[]> ends = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int[] from = corners[i];
      int[] to = corners[(i + 1) % 3];
      double a = values[from[0]][from[1]] - level;
      double b = values[to[0]][to[1]] - level;
      // NaN is neither below nor above: there is no line beside it.
      if (a < 0 && b >= 0 || a >= 0 && b < 0) {
        double share = Double.isFinite(a - b) ? a / (a - b) : 0.5;
        ends.add(place(from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])));
      }
    }
    if (ends.size() == 2) {
      lines.add(new double[] {ends.get(0)[0], ends.get(0)[1], ends.get(1)[0], ends.get(1)[1]});
    }
  }
}
