package demitasse.plot;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Locale;
import tech.tablesaw.api.Table;

/** Shares from 0 to 1 as horizontal bars, one below the other: accuracies of classes, above all. */
public final class Bars {
  private static final int WIDTH = 360;
  private static final int PITCH = 20;
  private static final int BAR = 13;
  private static final int TOP = 40;
  private static final int MARGIN = 14;
  private static final int GAP = 8;
  private static final int RIGHT = 64;

  private Bars() {}

  /**
   * Returns the chart, in the order of the table.
   *
   * @param title stands above
   * @param table one row for each bar
   * @param names column of the names
   * @param shares column of the lengths, from 0 to 1
   * @throws IllegalArgumentException if the table has no row, or a share is not from 0 to 1
   */
  public static BufferedImage of(String title, Table table, String names, String shares) {
    if (table.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to draw: the table has no rows");
    }
    String[] labels = table.stringColumn(names).asObjectArray();
    double[] values = table.numberColumn(shares).asDoubleArray();
    Graphics2D measure = Style.pen(Style.canvas(1, 1));
    int longest = 0;
    for (int i = 0; i < labels.length; i++) {
      if (!(values[i] >= 0 && values[i] <= 1)) {
        throw new IllegalArgumentException(labels[i] + ": " + values[i] + " is no share");
      }
      longest = Math.max(longest, measure.getFontMetrics().stringWidth(labels[i]));
    }
    measure.dispose();
    int left = MARGIN + longest + GAP;
    BufferedImage canvas = Style.canvas(left + WIDTH + RIGHT, TOP + PITCH * labels.length + MARGIN);
    Graphics2D g = Style.pen(canvas);
    g.setFont(Style.TITLE);
    g.drawString(title, MARGIN, TOP - 16);
    g.setFont(Style.TEXT);
    for (int i = 0; i < labels.length; i++) {
      int y = TOP + i * PITCH;
      int length = (int) Math.round(WIDTH * values[i]);
      g.setColor(Style.FAINT);
      g.fillRect(left, y, WIDTH, BAR);
      g.setColor(Style.SERIES[0]);
      g.fillRect(left, y, length, BAR);
      g.setColor(Style.INK);
      int width = g.getFontMetrics().stringWidth(labels[i]);
      g.drawString(labels[i], left - GAP - width, y + BAR - 2);
      String percent = String.format(Locale.ROOT, "%.1f %%", 100 * values[i]);
      g.drawString(percent, left + WIDTH + GAP, y + BAR - 2);
    }
    g.dispose();
    return canvas;
  }
}
