package demitasse.kernel.renderers;

import demitasse.kernel.RendererProvider;
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
            .mapToObj(row -> columns.stream().map(column -> column.getString(row)).toList())
            .toList();
    return Html.table(
        table.name() == null ? "" : table.name(),
        columns.stream().map(Column::name).toList(),
        rows,
        Html.rest(shown, table.rowCount()),
        column -> columns.get(column) instanceof NumericColumn);
  }
}
