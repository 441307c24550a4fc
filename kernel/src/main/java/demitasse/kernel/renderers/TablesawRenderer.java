package demitasse.kernel.renderers;

import demitasse.kernel.RendererProvider;
import java.util.Locale;
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
            (table, context) ->
                context.renderIfRequested(
                    MIMEType.TEXT_HTML,
                    () -> html(table, context.getParameterAsInt("rows", ROWS))));
  }

  private static String html(Table table, int limit) {
    int rows = Math.min(limit, table.rowCount());
    StringBuilder html = new StringBuilder("<table>\n");
    if (table.name() != null && !table.name().isBlank()) {
      html.append("<caption>").append(Html.escape(table.name())).append("</caption>\n");
    }
    html.append("<thead><tr>");
    for (Column<?> column : table.columns()) {
      html.append("<th").append(style(column)).append('>').append(Html.escape(column.name()));
      html.append("</th>");
    }
    html.append("</tr></thead>\n<tbody>\n");
    for (int row = 0; row < rows; row++) {
      html.append("<tr>");
      for (Column<?> column : table.columns()) {
        html.append("<td").append(style(column)).append('>');
        html.append(Html.escape(column.getString(row))).append("</td>");
      }
      html.append("</tr>\n");
    }
    html.append("</tbody>\n</table>");
    if (rows < table.rowCount()) {
      html.append(
          String.format(
              Locale.ENGLISH,
              "\n<p>%,d of %,d rows, %d columns</p>",
              rows,
              table.rowCount(),
              table.columnCount()));
    }
    return html.toString();
  }

  private static String style(Column<?> column) {
    return column instanceof NumericColumn
        ? " style=\"text-align: right\""
        : " style=\"text-align: left\"";
  }
}
