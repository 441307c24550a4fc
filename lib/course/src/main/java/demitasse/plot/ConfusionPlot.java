package demitasse.plot;

import static demitasse.numeric.Arguments.given;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A confusion matrix: a row for each true class, a column for each predicted one, the darker the
 * larger the share of the row. A classifier without mistakes has a dark diagonal and nothing else.
 */
public final class ConfusionPlot {
  private static final int LARGEST_SIDE = 620;
  private static final int LARGEST_CELL = 44;
  private static final int MARGIN = 14;
  private static final int GAP = 8;

  /** Below this size the axes have no room for all names. */
  private static final int CELL_WITH_NAME = 12;

  private static final int WIDEST_NAME = 200;
  private static final int SMALLEST_FONT = 8;

  private ConfusionPlot() {}

  /**
   * Returns the plot as an image.
   *
   * @param counts {@code counts[t][p]}: how many of class t were predicted as class p
   * @param classNames one for each class
   * @throws IllegalArgumentException if the matrix is empty, not square, or has another size
   */
  public static BufferedImage image(int[][] counts, List<String> classNames) {
    given(counts, "the matrix", "row");
    given(classNames, "the names of the classes", "name");
    int classes = classNames.size();
    if (classes == 0
        || counts.length != classes
        || IntStream.range(0, classes).anyMatch(row -> counts[row].length != classes)) {
      throw new IllegalArgumentException(
          "the matrix is not one of " + classes + " × " + classes + " classes");
    }
    if (Stream.of(counts).flatMapToInt(IntStream::of).anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException("a count is negative");
    }
    int cell = Math.max(2, Math.min(LARGEST_CELL, LARGEST_SIDE / classes));
    boolean named = cell >= CELL_WITH_NAME;
    List<String> texts =
        classNames.stream().map(n -> Style.shortened(n, Style.TEXT, WIDEST_NAME)).toList();
    int names = named ? Style.widest(texts, Style.TEXT) + GAP : 0;
    int left = MARGIN + 20 + names;
    // Digits need not be turned.
    boolean upright = named && names - GAP < cell - 2;
    long side = (long) cell * classes;
    BufferedImage canvas = Style.canvas(left + side + MARGIN, MARGIN + side + names + 26 + GAP);
    Graphics2D g = Style.pen(canvas);
    for (int row = 0; row < classes; row++) {
      row(g, counts[row], left, MARGIN + row * cell, cell);
      if (named) {
        String name = texts.get(row);
        int width = Style.width(name, Style.TEXT);
        g.drawString(name, left - GAP - width, MARGIN + row * cell + cell / 2 + 4);
        int middle = left + row * cell + cell / 2;
        if (upright) {
          Style.centered(g, name, middle, MARGIN + (int) side + GAP + 8);
        } else {
          upwards(g, name, middle + 4, MARGIN + (int) side + GAP + width);
        }
      }
    }
    frame(g, left, (int) side, canvas.getHeight());
    g.dispose();
    return Figure.alt(canvas, description(counts, classNames));
  }

  /** Says how many are right, and which two classes are confused the most. */
  private static String description(int[][] counts, List<String> names) {
    long all = Stream.of(counts).flatMapToInt(IntStream::of).asLongStream().sum();
    long right = IntStream.range(0, counts.length).mapToLong(i -> counts[i][i]).sum();
    int[] most = {0, 0, 0};
    for (int row = 0; row < counts.length; row++) {
      for (int column = 0; column < counts.length; column++) {
        if (row != column && counts[row][column] > most[2]) {
          most = new int[] {row, column, counts[row][column]};
        }
      }
    }
    String worst =
        most[2] == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; the most frequent mistake is %s for %s, %,d times",
                names.get(most[1]),
                names.get(most[0]),
                most[2]);
    return String.format(
        Locale.ROOT,
        "Confusion matrix of %d classes: %,d of %,d are on the diagonal%s.",
        names.size(),
        right,
        all,
        worst);
  }

  private static void row(Graphics2D g, int[] counts, int left, int y, int cell) {
    long total = IntStream.of(counts).asLongStream().sum();
    for (int column = 0; column < counts.length; column++) {
      double share = total == 0 ? 0 : (double) counts[column] / total;
      int x = left + column * cell;
      g.setColor(shade(share));
      g.fillRect(x, y, cell, cell);
      String count = Integer.toString(counts[column]);
      Font font = Style.fitting(count, Style.TEXT, cell - 3);
      if (counts[column] > 0 && font.getSize2D() >= SMALLEST_FONT) {
        g.setFont(font);
        g.setColor(share > 0.5 ? Color.WHITE : Style.INK);
        Style.centered(g, count, x + cell / 2, y + cell / 2 + 4);
      }
    }
    g.setFont(Style.TEXT);
    g.setColor(Style.INK);
  }

  private static void frame(Graphics2D g, int left, int side, int height) {
    g.drawRect(left, MARGIN, side, side);
    Style.centered(g, "predicted", left + side / 2, height - 10);
    int width = Style.width("true", Style.TEXT);
    upwards(g, "true", MARGIN + 8, MARGIN + side / 2 + width / 2);
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
    Color full = Palette.MAIN;
    return new Color(
        (int) Math.round(255 + depth * (full.getRed() - 255)),
        (int) Math.round(255 + depth * (full.getGreen() - 255)),
        (int) Math.round(255 + depth * (full.getBlue() - 255)));
  }
}
