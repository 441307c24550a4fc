package demitasse.plot;

import static demitasse.numeric.Arguments.given;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A residual block as its inventors draw it (He, Zhang, Ren and Sun, Deep Residual Learning for
 * Image Recognition, 2015, figures 2 and 5): x runs through the layers of F on the left and past
 * them on the right; the sum of both goes through ReLU.
 */
public final class ResidualSketch {
  private static final int BOX_WIDTH = 210;
  private static final int BOX_HEIGHT = 30;
  private static final int BETWEEN = 22;
  private static final int TOP = 44;
  private static final int ABOVE = 46;
  private static final int BELOW = 128;
  private static final int LEFT = 64;
  private static final int SIDE = 90;
  private static final int RIGHT = 124;
  private static final int SUM = 11;
  private static final String IDENTITY = "identity";
  private static final Color FILL = new Color(0xdcebf7);
  private static final Font SYMBOL = new Font(Font.SERIF, Font.ITALIC, 17);

  private ResidualSketch() {}

  /**
   * Returns the drawing.
   *
   * @param title stands above
   * @param branch the layers of F from the top, such as {@code "conv 3 × 3, 64"}
   * @param shortcut "identity" if x is added as it is; else the layer that x goes through first,
   *     such as {@code "conv 1 × 1, 256, stride 2"}
   * @throws IllegalArgumentException if F has no layer
   */
  public static BufferedImage image(String title, List<String> branch, String shortcut) {
    given(title, "the title");
    given(branch, "the branch", "layer");
    given(shortcut, "the shortcut");
    if (branch.isEmpty()) {
      throw new IllegalArgumentException("the branch of a residual block needs at least 1 layer");
    }
    boolean identity = shortcut.equals(IDENTITY);
    int side = identity ? SIDE : SIDE + BOX_WIDTH / 2;
    int right = identity ? RIGHT : BOX_WIDTH / 2 + 20;
    int layers = branch.size() * (BOX_HEIGHT + BETWEEN) - BETWEEN;
    BufferedImage canvas =
        Style.canvas(LEFT + BOX_WIDTH + side + right, (long) TOP + ABOVE + layers + BELOW);
    Graphics2D g = Style.pen(canvas);
    Style.title(g, title, canvas.getWidth() / 2, 22, canvas.getWidth() - 16);
    int middle = LEFT + BOX_WIDTH / 2;
    int past = LEFT + BOX_WIDTH + side - 20;
    int first = TOP + ABOVE;
    int sum = first + layers + BETWEEN + 24;
    shortcut(g, middle, past, first, sum, identity ? "" : shortcut);
    branch(g, middle, first, branch);
    arrow(g, middle, first + layers, sum - SUM);
    sum(g, middle, sum);
    symbols(g, middle, past, first, sum, identity);
    g.dispose();
    return Figure.alt(canvas, description(title, branch, shortcut));
  }

  private static void branch(Graphics2D g, int middle, int first, List<String> branch) {
    arrow(g, middle, TOP, first);
    for (int i = 0; i < branch.size(); i++) {
      int top = first + i * (BOX_HEIGHT + BETWEEN);
      box(g, branch.get(i), middle, top);
      if (i > 0) {
        arrow(g, middle, top - BETWEEN, top);
      }
    }
  }

  private static void shortcut(
      Graphics2D g, int middle, int past, int first, int sum, String layer) {
    int fork = first - 18;
    g.setColor(Palette.ACCENT);
    g.setStroke(new BasicStroke(2));
    g.drawLine(middle, fork, past, fork);
    g.drawLine(past, fork, past, sum);
    g.drawLine(past, sum, middle + SUM + 8, sum);
    g.fill(
        new Polygon(
            new int[] {middle + SUM, middle + SUM + 9, middle + SUM + 9},
            new int[] {sum, sum - 5, sum + 5},
            3));
    if (!layer.isEmpty()) {
      box(g, layer, past, (fork + sum - BOX_HEIGHT) / 2);
    }
  }

  private static void sum(Graphics2D g, int middle, int sum) {
    g.setColor(Color.WHITE);
    g.fillOval(middle - SUM, sum - SUM, 2 * SUM, 2 * SUM);
    g.setColor(Style.INK);
    g.setStroke(new BasicStroke(1.5f));
    g.drawOval(middle - SUM, sum - SUM, 2 * SUM, 2 * SUM);
    g.drawLine(middle - 5, sum, middle + 5, sum);
    g.drawLine(middle, sum - 5, middle, sum + 5);
    arrow(g, middle, sum + SUM, sum + SUM + BETWEEN);
    box(g, "ReLU", middle, sum + SUM + BETWEEN);
  }

  private static void symbols(
      Graphics2D g, int middle, int past, int first, int sum, boolean identity) {
    g.setColor(Style.INK);
    g.setFont(SYMBOL);
    g.drawString("x", middle + 8, TOP + 14);
    g.drawString("F(x)", middle - 42, sum - SUM - 8);
    g.drawString(identity ? "F(x) + x" : "F(x) + S(x)", middle + 10, sum + SUM + 17);
    int beside = first + (sum - first) / 2;
    if (identity) {
      g.drawString("x", past + 8, beside - 6);
      g.setFont(Style.TEXT);
      g.drawString(IDENTITY, past + 8, beside + 12);
    } else {
      g.drawString("S(x)", past + 8, sum - 14);
    }
    g.setFont(Style.TEXT);
  }

  private static void box(Graphics2D g, String text, int middle, int top) {
    g.setColor(FILL);
    g.fillRoundRect(middle - BOX_WIDTH / 2, top, BOX_WIDTH, BOX_HEIGHT, 8, 8);
    g.setColor(Style.INK);
    g.setStroke(new BasicStroke(1));
    g.drawRoundRect(middle - BOX_WIDTH / 2, top, BOX_WIDTH, BOX_HEIGHT, 8, 8);
    Style.centered(g, Style.shortened(text, Style.TEXT, BOX_WIDTH - 12), middle, top + 19);
  }

  private static void arrow(Graphics2D g, int x, int top, int bottom) {
    g.setColor(Style.INK);
    g.setStroke(new BasicStroke(1.5f));
    g.drawLine(x, top, x, bottom - 6);
    g.fill(new Polygon(new int[] {x, x - 4, x + 4}, new int[] {bottom, bottom - 8, bottom - 8}, 3));
  }

  private static String description(String title, List<String> branch, String shortcut) {
    return AltText.sentence(
        "Residual block",
        title,
        "x goes through F, made of "
            + String.join("; ", branch)
            + "; the shortcut is "
            + shortcut
            + "; the sum of both goes through ReLU");
  }
}
