package demitasse.notebook;

import static demitasse.numeric.Arguments.given;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.NumberColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/** How a chapter shows its tables. */
public final class Tables {
  private Tables() {}

  /**
   * Shows the decimals of a table with as many digits as can be read; the numbers themselves stay
   * exact.
   *
   * @param digits behind the point, 0 or more
   * @return the same table
   */
  public static Table rounded(Table table, int digits) {
    given(table, "the table");
    if (digits < 0) {
      throw new IllegalArgumentException("digits must be 0 or more, got " + digits);
    }
    // By class: of the types that Tablesaw compares there can be two of a name, depending on which
    // of its classes was used first.
    for (Column<?> each : table.columns()) {
      if (each instanceof DoubleColumn || each instanceof FloatColumn) {
        ((NumberColumn<?, ?>) each)
            .setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(digits));
      }
    }
    return table;
  }
}
