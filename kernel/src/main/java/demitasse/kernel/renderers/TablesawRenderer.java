package demitasse.kernel.renderers;

import demitasse.kernel.RendererProvider;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.IntStream;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Shows a Tablesaw table as HTML: its first rows, and how many there are. */
public final class TablesawRenderer implements RendererProvider {
  private static final int ROWS = 50;
  private static final int DIGITS = 6;
  private static final int MANY_DIGITS = 9;

  @Override
  public void register(Renderer renderer) {
    renderer
        .createRegistration(Table.class)
        .preferring(MIMEType.TEXT_HTML)
        .register(
            (table, context) -> {
              int rows = context.getParameterAsInt("rows", ROWS);
              context.renderIfRequested(MIMEType.TEXT_PLAIN, () -> table.print(rows));
              context.renderIfRequested(MIMEType.TEXT_HTML, () -> html(table, rows));
            });
  }

  private static String html(Table table, int limit) {
    List<Column<?>> columns = table.columns();
    int shown = Math.min(limit, table.rowCount());
    List<List<String>> rows =
        IntStream.range(0, shown)
            .mapToObj(row -> columns.stream().map(column -> cell(column, row)).toList())
            .toList();
    return Html.table(
        table.name() == null ? "" : table.name(),
        columns.stream().map(Column::name).toList(),
        rows,
        Html.rest(shown, table.rowCount()),
        column -> columns.get(column) instanceof NumericColumn);
  }

  /**
   * A column prints all digits of a number unless it was given a form; the first six, and those
   * before the point, are plenty to look at.
   */
  private static String cell(Column<?> column, int row) {
    String text = column.getString(row);
    long digits = text.chars().filter(Character::isDigit).count();
    if (digits <= MANY_DIGITS || !(column.get(row) instanceof Double value)) {
      return text;
    }
    BigDecimal exact = new BigDecimal(value);
    int beforePoint = exact.precision() - exact.scale();
    return exact.round(new MathContext(Math.max(DIGITS, beforePoint))).toString();
  }
}
