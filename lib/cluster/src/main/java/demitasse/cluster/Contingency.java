package demitasse.cluster;

import static demitasse.numeric.Arguments.check;
import static demitasse.numeric.Arguments.given;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How many points have which label and which class: a row for each label, a column for each class,
 * in the order of their numbers.
 *
 * @param labels what the rows stand for, ascending
 * @param classes what the columns stand for, ascending
 * @param counts shape (labels, classes)
 * @param rows the sum of each row
 * @param columns the sum of each column
 */
public record Contingency(int[] labels, int[] classes, int[][] counts, int[] rows, int[] columns) {
  /**
   * Checks that all fit together.
   *
   * @throws IllegalArgumentException if there is no row or no column, if shapes do not fit, or a
   *     sum is not that of its counts
   */
  public Contingency {
    given(labels, "the labels");
    given(classes, "the classes");
    given(counts, "the counts", "row");
    given(rows, "the sums of the rows");
    given(columns, "the sums of the columns");
    check(labels.length > 0 && classes.length > 0, "a table needs a row and a column", "none");
    int height = labels.length;
    int width = classes.length;
    if (counts.length != height
        || rows.length != height
        || columns.length != width
        || Arrays.stream(counts).anyMatch(row -> row.length != width)) {
      throw new IllegalArgumentException(
          "the counts or their sums are not those of %d labels and %d classes"
              .formatted(height, width));
    }
    for (int r = 0; r < height; r++) {
      requireSum("row", labels[r], rows[r], IntStream.of(counts[r]));
    }
    for (int c = 0; c < width; c++) {
      int column = c;
      requireSum(
          "column", classes[c], columns[c], Arrays.stream(counts).mapToInt(row -> row[column]));
    }
  }

  private static void requireSum(String what, int name, int given, IntStream counts) {
    long sum = counts.asLongStream().sum();
    if (given != sum) {
      throw new IllegalArgumentException(
          "the %s of %d adds up to %d, not to %d".formatted(what, name, sum, given));
    }
  }

  /** Returns one line: how many points, labels and classes. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d points of %d labels and %d classes",
        points(),
        labels.length,
        classes.length);
  }

  /** Returns the number of all points. */
  long points() {
    return IntStream.of(rows).asLongStream().sum();
  }

  /**
   * Counts.
   *
   * @param labels of the points, numbers from 0
   * @param classes of the points, numbers from 0
   * @throws IllegalArgumentException if there are not as many of one as of the other, or none
   */
  public static Contingency of(int[] labels, int[] classes) {
    given(labels, "the labels");
    given(classes, "the classes");
    if (labels.length != classes.length || labels.length == 0) {
      throw new IllegalArgumentException(
          "wanted as many labels as classes, and some; got %d and %d"
              .formatted(labels.length, classes.length));
    }
    Compact down = Compact.of(labels);
    Compact across = Compact.of(classes);
    int[] rows = new int[down.names().length];
    int[] columns = new int[across.names().length];
    int[][] counts = new int[rows.length][columns.length];
    for (int i = 0; i < labels.length; i++) {
      counts[down.numbers()[i]][across.numbers()[i]]++;
      rows[down.numbers()[i]]++;
      columns[across.numbers()[i]]++;
    }
    return new Contingency(down.names(), across.names(), counts, rows, columns);
  }
}
