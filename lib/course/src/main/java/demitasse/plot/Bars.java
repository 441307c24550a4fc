package demitasse.plot;

import static demitasse.numeric.Arguments.given;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Shares from 0 to 1 as horizontal bars, one below the other: accuracies of classes, above all. */
public final class Bars {
  private static final int WIDTH = 360;
  private static final int PITCH = 20;
  private static final int BAR = 13;
  private static final int TOP = 40;
  private static final int MARGIN = 14;
  private static final int GAP = 8;
  private static final int RIGHT = 64;
  private static final int WIDEST_NAME = 260;

  /** Nobody reads more in one chart. */
  private static final int MOST_BARS = 250;

  /** Sums of floats may end this far above 1. */
  private static final double ROUNDING = 1e-6;

  private Bars() {}

  /**
   * Returns the chart, in the order of the table: of its first 250 rows, if it has more.
   *
   * @param title stands above
   * @param table one row for each bar
   * @param names column of the names
   * @param shares column of the lengths, from 0 to 1
   * @throws IllegalArgumentException if the table has no row, or a share is not from 0 to 1
   */
  public static BufferedImage image(String title, Table table, String names, String shares) {
    given(title, "the title");
    given(table, "the table");
    if (table.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to draw: the table has no rows");
    }
    double[] values = Columns.numbers(table, shares);
    Column<?> texts = Columns.of(table, names);
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= 0 && values[i] <= 1 + ROUNDING)) {
        throw new IllegalArgumentException(texts.getString(i) + ": " + values[i] + " is no share");
      }
    }
    int bars = Math.min(values.length, MOST_BARS);
    List<String> labels =
        IntStream.range(0, bars)
            .mapToObj(i -> Style.shortened(texts.getString(i), Style.TEXT, WIDEST_NAME))
            .toList();
    int left = MARGIN + Style.widest(labels, Style.TEXT) + GAP;
    int rows = bars + (bars < values.length ? 1 : 0);
    int width = left + WIDTH + RIGHT;
    BufferedImage canvas = Style.canvas(width, TOP + PITCH * rows + MARGIN);
    Graphics2D g = Style.pen(canvas);
    Style.title(g, title, width / 2, TOP - 16, width - 2 * MARGIN);
    for (int i = 0; i < bars; i++) {
      bar(g, left, TOP + i * PITCH, labels.get(i), Math.min(1, values[i]));
    }
    if (bars < values.length) {
      String rest = String.format(Locale.ROOT, "… and %,d more", values.length - bars);
      g.drawString(rest, left, TOP + bars * PITCH + BAR - 2);
    }
    g.dispose();
    return Figure.alt(canvas, description(title, labels, values));
  }

  private static String description(String title, List<String> labels, double[] values) {
    List<String> parts =
        IntStream.range(0, labels.size())
            .mapToObj(i -> String.format(Locale.ROOT, "%s %.1f %%", labels.get(i), 100 * values[i]))
            .toList();
    return AltText.sentence("Bar chart", title, AltText.list(parts));
  }

  private static void bar(Graphics2D g, int left, int y, String name, double share) {
    g.setColor(Style.FAINT);
    g.fillRect(left, y, WIDTH, BAR);
    g.setColor(Palette.MAIN);
    g.fillRect(left, y, (int) Math.round(WIDTH * share), BAR);
    g.setColor(Style.INK);
    g.drawString(name, left - GAP - Style.width(name, Style.TEXT), y + BAR - 2);
    String percent = String.format(Locale.ROOT, "%.1f %%", 100 * share);
    g.drawString(percent, left + WIDTH + GAP, y + BAR - 2);
  }
}
