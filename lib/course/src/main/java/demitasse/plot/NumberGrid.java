package demitasse.plot;

import static demitasse.numeric.Arguments.check;
import static demitasse.numeric.Arguments.given;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table of numbers as it is drawn on a blackboard: an image's pixels, a filter, a feature map.
 * Immutable: every setting returns another one.
 *
 * <pre>{@code
 * NumberGrid.row("∗=",
 *     NumberGrid.of("input", image).window(0, 0, 3),
 *     NumberGrid.of("filter", filter),
 *     NumberGrid.of("output", output).window(0, 0, 1))
 * }</pre>
 */
public final class NumberGrid {
  private static final int CELL = 46;
  private static final int MARGIN = 12;
  private static final int TITLE = 28;
  private static final int SIGN = 40;

  /** Nobody listens to more numbers. */
  private static final int MOST_READ = 25;

  private static final Font NUMBER = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
  private static final Font SUBSCRIPT = new Font(Font.SANS_SERIF, Font.BOLD, 10);
  private static final Font BETWEEN = new Font(Font.SANS_SERIF, Font.PLAIN, 22);
  private static final Color HIGHLIGHT = new Color(0xff, 0xf1, 0xc9);
  private static final Color PALE = new Color(0xf3, 0xf4, 0xf6);

  private final String title;
  private final float[][] values;
  private final boolean whole;
  private final int border;
  private final int blocks;
  private final int known;
  private final Window window;

  private record Window(int row, int column, float[][] weights) {
    boolean holds(int row, int column) {
      return weight(row, column) != null;
    }

    Float weight(int row, int column) {
      int r = row - row();
      int c = column - column();
      return r >= 0 && r < weights.length && c >= 0 && c < weights[r].length ? weights[r][c] : null;
    }
  }

  private NumberGrid(
      String title, float[][] values, int border, int blocks, int known, Window window) {
    this.title = title;
    this.values = values;
    this.whole =
        Stream.of(values)
            .allMatch(
                row -> IntStream.range(0, row.length).allMatch(i -> row[i] == Math.rint(row[i])));
    this.border = border;
    this.blocks = blocks;
    this.known = known;
    this.window = window;
  }

  /**
   * Makes a table.
   *
   * @param title stands above
   * @param values row by row, all rows of one length; not copied
   * @throws IllegalArgumentException if there is no number, or if the rows differ in length
   */
  public static NumberGrid of(String title, float[][] values) {
    given(title, "the title");
    given(values, "the numbers", "row");
    requireRows("a table", values);
    return new NumberGrid(title, values, 0, 0, Integer.MAX_VALUE, null);
  }

  private static void requireRows(String what, float[][] rows) {
    if (rows.length == 0
        || rows[0].length == 0
        || Stream.of(rows).anyMatch(row -> row.length != rows[0].length)) {
      throw new IllegalArgumentException(what + " needs rows of one length, at least 1");
    }
  }

  /**
   * Makes a table of numbers that lie one behind the other, as a layer returns them.
   *
   * @param columns how many make a row
   * @throws IllegalArgumentException if the numbers do not fill whole rows
   */
  public static NumberGrid of(String title, float[] values, int columns) {
    given(values, "the numbers");
    if (columns < 1 || values.length == 0 || values.length % columns != 0) {
      throw new IllegalArgumentException(values.length + " numbers do not fill rows of " + columns);
    }
    float[][] rows = new float[values.length / columns][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }
    return of(title, rows);
  }

  /**
   * Draws so many outer rows and columns in grey: they were added to the image.
   *
   * @throws IllegalArgumentException if the width is negative
   */
  public NumberGrid border(int width) {
    check(width >= 0, "the border must be at least 0 wide", width);
    return new NumberGrid(title, values, width, blocks, known, window);
  }

  /**
   * Gives each square of {@code size} · {@code size} cells a colour of its own.
   *
   * @throws IllegalArgumentException if the size is less than 1
   */
  public NumberGrid blocks(int size) {
    check(size >= 1, "a block has a side of at least 1", size);
    return new NumberGrid(title, values, border, size, known, window);
  }

  /**
   * Writes only the first numbers, row by row: the others are not known yet.
   *
   * @throws IllegalArgumentException if the number of them is negative
   */
  public NumberGrid known(int numbers) {
    check(numbers >= 0, "the known numbers must be at least 0", numbers);
    return new NumberGrid(title, values, border, blocks, numbers, window);
  }

  /**
   * Frames a square of cells.
   *
   * @param row of its upper left corner, from 0
   * @param column of its upper left corner, from 0
   * @param size its side
   * @throws IllegalArgumentException if it does not lie on the table, or has no side
   */
  public NumberGrid window(int row, int column, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a window has a side of at least 1, not " + size);
    }
    requireWindow(row, column, size, size);
    float[][] noWeights = new float[size][size];
    Stream.of(noWeights).forEach(each -> Arrays.fill(each, Float.NaN));
    return window(row, column, noWeights);
  }

  /**
   * Frames the cells that a filter is laid on, and writes its weights as subscripts.
   *
   * @param row of the upper left corner, from 0
   * @param column of the upper left corner, from 0
   * @param weights of the filter
   * @throws IllegalArgumentException if the filter does not lie on the table
   */
  public NumberGrid window(int row, int column, float[][] weights) {
    given(weights, "the weights", "row");
    requireRows("a filter", weights);
    requireWindow(row, column, weights.length, weights[0].length);
    return new NumberGrid(title, values, border, blocks, known, new Window(row, column, weights));
  }

  private void requireWindow(int row, int column, int height, int width) {
    if (row < 0
        || column < 0
        || row > values.length - height
        || column > values[0].length - width) {
      throw new IllegalArgumentException(
          "a window of %d × %d at (%d, %d) does not lie on a table of %d × %d"
              .formatted(height, width, row, column, values.length, values[0].length));
    }
  }

  /** Returns the table alone. */
  public BufferedImage image() {
    return row("", this);
  }

  /**
   * Returns tables side by side.
   *
   * @param signs what stands between them: one character for each gap
   * @param grids from left to right, at least one
   * @throws IllegalArgumentException if signs and gaps differ in number
   */
  public static BufferedImage row(String signs, NumberGrid... grids) {
    given(signs, "the signs");
    given(grids, "the tables", "table");
    if (signs.length() != grids.length - 1) {
      throw new IllegalArgumentException(
          signs.length() + " signs between " + grids.length + " tables");
    }
    long width = 2L * MARGIN + (long) SIGN * signs.length();
    long height = 0;
    for (NumberGrid grid : grids) {
      width += grid.width();
      height = Math.max(height, (long) grid.values.length * CELL);
    }
    BufferedImage canvas = Style.canvas(width, height + 2 * TITLE + MARGIN);
    Graphics2D g = Style.pen(canvas);
    int left = MARGIN;
    int middle = TITLE + MARGIN + (int) height / 2;
    for (int i = 0; i < grids.length; i++) {
      if (i > 0) {
        g.setFont(BETWEEN);
        g.setColor(Style.INK);
        Style.centered(g, signs.substring(i - 1, i), left + SIGN / 2, middle + 8);
        left += SIGN;
      }
      grids[i].draw(g, left, middle);
      left += grids[i].width();
    }
    g.dispose();
    List<String> texts = Stream.of(grids).map(NumberGrid::description).toList();
    return Figure.alt(canvas, AltText.sentence("Tables of numbers", "", AltText.list(texts)));
  }

  /** Names the table and its numbers, if they are few. */
  private String description() {
    String size = "%d × %d".formatted(values.length, values[0].length);
    String name = title.isBlank() ? size : title + " (" + size + ")";
    return values.length * values[0].length > MOST_READ
        ? name
        : name
            + " "
            + IntStream.range(0, values.length)
                .mapToObj(this::listed)
                .collect(Collectors.joining(" / "));
  }

  private String listed(int row) {
    return IntStream.range(0, values[row].length)
        .mapToObj(column -> isKnown(row, column) ? number(row, column) : "…")
        .collect(Collectors.joining(", "));
  }

  /** If one number of the table needs two places, all have them. */
  private String number(int row, int column) {
    return Style.number(values[row][column], whole);
  }

  private boolean isKnown(int row, int column) {
    return row * values[0].length + column < known;
  }

  /** A title may be wider than its table. */
  private int width() {
    return Math.max(Style.width(title, Style.TEXT), values[0].length * CELL);
  }

  private void draw(Graphics2D g, int left, int middle) {
    int top = middle - values.length * CELL / 2;
    int width = values[0].length * CELL;
    int start = left + (width() - width) / 2;
    g.setFont(Style.TEXT);
    g.setColor(Style.INK);
    Style.centered(g, title, start + width / 2, top - 9);
    for (int r = 0; r < values.length; r++) {
      for (int c = 0; c < values[r].length; c++) {
        cell(g, r, c, start + c * CELL, top + r * CELL);
      }
    }
    if (blocks > 0) {
      frames(g, start, top);
    }
    if (window != null) {
      g.setColor(Palette.ACCENT);
      g.setStroke(new BasicStroke(2.5f));
      g.drawRect(
          start + window.column() * CELL,
          top + window.row() * CELL,
          window.weights()[0].length * CELL,
          window.weights().length * CELL);
      g.setStroke(new BasicStroke(1));
    }
  }

  /** In grey print only their edges part the blocks. */
  private void frames(Graphics2D g, int left, int top) {
    g.setColor(Style.INK);
    g.setStroke(new BasicStroke(1.5f));
    for (int r = 0; r < values.length; r += blocks) {
      for (int c = 0; c < values[0].length; c += blocks) {
        int rows = Math.min(blocks, values.length - r);
        int columns = Math.min(blocks, values[0].length - c);
        g.drawRect(left + c * CELL, top + r * CELL, columns * CELL, rows * CELL);
      }
    }
    g.setStroke(new BasicStroke(1));
  }

  private void cell(Graphics2D g, int row, int column, int x, int y) {
    boolean added = isBorder(row, column);
    g.setColor(ground(row, column, added));
    g.fillRect(x, y, CELL, CELL);
    g.setColor(Style.FAINT);
    g.drawRect(x, y, CELL, CELL);
    if (!isKnown(row, column)) {
      return;
    }
    g.setColor(added ? Color.GRAY : Style.INK);
    String number = number(row, column);
    Float weight = window == null ? null : window.weight(row, column);
    String factor = weight == null || weight.isNaN() ? "" : "×" + Style.number(weight);
    // Both become smaller together where there is no room for them.
    int room = CELL - 8;
    int wanted = Style.width(number, NUMBER) + Style.width(factor, SUBSCRIPT) + 1;
    float scale = Math.min(1, (float) room / wanted);
    Font large = NUMBER.deriveFont(NUMBER.getSize2D() * scale);
    int left = x + (CELL - Math.min(room, wanted)) / 2;
    int baseline = y + CELL / 2 + 5;
    g.setFont(large);
    g.drawString(number, left, baseline);
    g.setFont(SUBSCRIPT.deriveFont(SUBSCRIPT.getSize2D() * scale));
    g.setColor(Palette.ACCENT);
    g.drawString(factor, left + Style.width(number, large) + 1, baseline + 6);
  }

  private boolean isBorder(int row, int column) {
    return Math.min(row, column) < border
        || row >= values.length - border
        || column >= values[0].length - border;
  }

  private Color ground(int row, int column, boolean added) {
    if (window != null && window.holds(row, column)) {
      return HIGHLIGHT;
    }
    if (blocks > 0) {
      int across = (values[0].length + blocks - 1) / blocks;
      Color[] colors = Palette.colors();
      Color full = colors[(row / blocks * across + column / blocks) % colors.length];
      return pale(full);
    }
    return added ? PALE : Color.WHITE;
  }

  private static Color pale(Color color) {
    return new Color(
        (color.getRed() + 2 * 255) / 3,
        (color.getGreen() + 2 * 255) / 3,
        (color.getBlue() + 2 * 255) / 3);
  }

  /** Says what it is and how it is drawn: only images show themselves. */
  @Override
  public String toString() {
    return "a table of %d × %d numbers; image() draws it"
        .formatted(values.length, values[0].length);
  }
}
