package demitasse.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A confusion matrix: a row for each true class, a column for each predicted one, the darker the
 * larger the share of the row. A classifier without mistakes has a dark diagonal and nothing else.
 */
public final class ConfusionPlot {
  private static final int LARGEST_SIDE = 620;
  private static final int LARGEST_CELL = 44;
  private static final int MARGIN = 14;
  private static final int GAP = 8;

  /** Below this size a cell has no room for its number, nor the axes for all names. */
  private static final int CELL_WITH_NUMBER = 26;

  private static final int CELL_WITH_NAME = 12;

  private ConfusionPlot() {}

  /**
   * Returns the picture.
   *
   * @param counts {@code counts[t][p]}: how many of class t were predicted as class p
   * @param classNames one for each class
   * @throws IllegalArgumentException if the matrix is empty, not square, or has another size
   */
  public static BufferedImage of(int[][] counts, List<String> classNames) {
    int classes = classNames.size();
    if (classes == 0
        || counts.length != classes
        || IntStream.range(0, classes).anyMatch(row -> counts[row].length != classes)) {
      throw new IllegalArgumentException(
          "the matrix is not one of " + classes + " × " + classes + " classes");
    }
    int cell = Math.max(4, Math.min(LARGEST_CELL, LARGEST_SIDE / classes));
    boolean named = cell >= CELL_WITH_NAME;
    Graphics2D measure = Style.pen(Style.canvas(1, 1));
    int longest =
        classNames.stream().mapToInt(measure.getFontMetrics()::stringWidth).max().orElseThrow();
    measure.dispose();
    int names = named ? longest + GAP : 0;
    int left = MARGIN + 20 + names;
    int side = cell * classes;
    BufferedImage canvas = Style.canvas(left + side + MARGIN, MARGIN + side + names + 26 + GAP);
    Graphics2D g = Style.pen(canvas);
    for (int row = 0; row < classes; row++) {
      int total = IntStream.of(counts[row]).sum();
      int y = MARGIN + row * cell;
      for (int column = 0; column < classes; column++) {
        double share = total == 0 ? 0 : (double) counts[row][column] / total;
        g.setColor(shade(share));
        g.fillRect(left + column * cell, y, cell, cell);
        if (cell >= CELL_WITH_NUMBER && counts[row][column] > 0) {
          g.setColor(share > 0.5 ? Color.WHITE : Style.INK);
          String count = Integer.toString(counts[row][column]);
          Style.centred(g, count, left + column * cell + cell / 2, y + cell / 2 + 4);
        }
      }
      if (named) {
        g.setColor(Style.INK);
        String name = classNames.get(row);
        int width = g.getFontMetrics().stringWidth(name);
        g.drawString(name, left - GAP - width, y + cell / 2 + 4);
        upwards(g, name, left + row * cell + cell / 2 + 4, MARGIN + side + GAP + width);
      }
    }
    g.setColor(Style.INK);
    g.drawRect(left, MARGIN, side, side);
    Style.centred(g, "predicted", left + side / 2, canvas.getHeight() - 10);
    int width = g.getFontMetrics().stringWidth("true");
    upwards(g, "true", MARGIN + 8, MARGIN + side / 2 + width / 2);
    g.dispose();
    return canvas;
  }

  private static void upwards(Graphics2D g, String text, int x, int y) {
    AffineTransform before = g.getTransform();
    g.translate(x, y);
    g.rotate(-Math.PI / 2);
    g.drawString(text, 0, 0);
    g.setTransform(before);
  }

  /** From white to blue; the root lets small shares be seen. */
  private static Color shade(double share) {
    double depth = Math.sqrt(share);
    Color full = Style.SERIES[0];
    return new Color(
        (int) Math.round(255 + depth * (full.getRed() - 255)),
        (int) Math.round(255 + depth * (full.getGreen() - 255)),
        (int) Math.round(255 + depth * (full.getBlue() - 255)));
  }
}
