package demitasse.kernel.renderers;

import demitasse.kernel.api.RendererProvider;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.regex.Pattern;
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

  /** A number that can stand with its point below those of others. */
  private static final Pattern PLAIN = Pattern.compile("-?[\\d,]+(\\.\\d+)?|");

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
    List<List<String>> cells = columns.stream().map(column -> cells(column, shown)).toList();
    List<List<String>> rows =
        IntStream.range(0, shown)
            .mapToObj(row -> cells.stream().map(column -> column.get(row)).toList())
            .toList();
    return Html.table(
        table.name() == null ? "" : table.name(),
        columns.stream().map(Column::name).toList(),
        rows,
        Html.rest(shown, table.rowCount()),
        column -> columns.get(column) instanceof NumericColumn);
  }

  private static List<String> cells(Column<?> column, int shown) {
    List<String> cells = IntStream.range(0, shown).mapToObj(row -> cell(column, row)).toList();
    boolean plain = cells.stream().allMatch(cell -> PLAIN.matcher(cell).matches());
    int most = cells.stream().mapToInt(TablesawRenderer::decimals).max().orElse(0);
    return plain ? cells.stream().map(cell -> cell + gap(cell, most)).toList() : cells;
  }

  private static int decimals(String number) {
    int point = number.indexOf('.');
    return point < 0 ? 0 : number.length() - point - 1;
  }

  /** Spaces as wide as the digits that a number lacks behind its point, and as the point. */
  private static String gap(String number, int decimals) {
    int lacking = decimals - decimals(number);
    return (lacking == decimals && lacking > 0 ? "\u2008" : "") + "\u2007".repeat(lacking);
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
