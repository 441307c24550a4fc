package demitasse.kernel.renderers;

import demitasse.kernel.api.Markup;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/** Tables in HTML. */
final class Html {
  private Html() {}

  /** A table with text on the left of its columns. */
  static String table(
      String caption, List<String> head, List<? extends List<String>> rows, String note) {
    return table(caption, head, rows, note, column -> false);
  }

  /**
   * A table.
   *
   * @param caption stands above it; empty for none
   * @param note stands below it; empty for none
   * @param onTheRight tells of a column's index whether its text stands on the right, as numbers do
   */
  static String table(
      String caption,
      List<String> head,
      List<? extends List<String>> rows,
      String note,
      IntPredicate onTheRight) {
    StringBuilder html = new StringBuilder("<table>\n");
    if (!caption.isBlank()) {
      html.append("<caption>").append(Markup.escape(caption)).append("</caption>\n");
    }
    html.append("<thead>");
    row(html, "th", head, onTheRight);
    html.append("</thead>\n<tbody>\n");
    for (List<String> row : rows) {
      row(html, "td", row, onTheRight);
      html.append('\n');
    }
    html.append("</tbody>\n</table>");
    if (!note.isEmpty()) {
      html.append("\n<p>").append(Markup.escape(note)).append("</p>");
    }
    return html.toString();
  }

  private static void row(
      StringBuilder html, String tag, List<String> cells, IntPredicate onTheRight) {
    html.append("<tr>");
    for (int i = 0; i < cells.size(); i++) {
      // Styled in place: front ends differ, and a notebook is also read outside of them.
      html.append('<').append(tag).append(" style=\"text-align: ");
      html.append(onTheRight.test(i) ? "right" : "left").append("\">");
      html.append(Markup.escape(cells.get(i))).append("</").append(tag).append('>');
    }
    html.append("</tr>");
  }

  /** Says how many rows a table would have; empty if all are there. */
  static String rest(int shown, int of) {
    return shown == of ? "" : String.format(Locale.ENGLISH, "%,d of %,d rows", shown, of);
  }
}
