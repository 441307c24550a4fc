package demitasse.cluster;

import static demitasse.numeric.Arguments.given;

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
