package demitasse.plot;

import static demitasse.numeric.Arguments.given;

import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** The columns of a table that a chart is asked to draw. */
final class Columns {
  private Columns() {}

  /**
   * Returns a column.
   *
   * @throws IllegalArgumentException if there is none of this name; the message names those there
   *     are
   */
  static Column<?> of(Table table, String name) {
    given(name, "the name of a column");
    if (!table.containsColumn(name)) {
      throw new IllegalArgumentException(
          "the table has no column \"" + name + "\"; there are " + table.columnNames());
    }
    return table.column(name);
  }

  /**
   * Returns the numbers of a column.
   *
   * @throws IllegalArgumentException if there is none of this name, or it holds no numbers
   */
  static double[] numbers(Table table, String name) {
    if (!(of(table, name) instanceof NumericColumn<?> numbers)) {
      throw new IllegalArgumentException("the column \"" + name + "\" holds no numbers");
    }
    return numbers.asDoubleArray();
  }
}
