package demitasse.plot;

import static demitasse.numeric.Arguments.check;
import static demitasse.numeric.Arguments.given;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.DoubleStream;

/**
 * The contour lines of a function of two numbers, and ways across it: what an optimizer does on its
 * way downhill. Immutable: every setting returns another plot.
 *
 * <pre>{@code
 * ContourPlot.of("½ (a² + 25 b²)", "a", "b", (a, b) -> (a * a + 25 * b * b) / 2, -11, 11, -3, 3)
 *     .path("SGD", points)
 *     .image()
 * }</pre>
 */
public final class ContourPlot {
  private static final int WIDTH = 640;
  private static final int LEAST_LEFT = 56;
  private static final int GAP = 8;
  private static final int WIDEST_NAME = 150;
  private static final int TOP = 36;
  private static final int BOTTOM = 48;
  private static final int PLOT_HEIGHT = 330;
  private static final int RIGHT = 12;
  private static final int LEGEND_ROW = 20;
  private static final int TICKS = 6;
  private static final int DOT = 5;

  /** Beyond so many steps, their dots would run into one another. */
  private static final int MOST_DOTS = 60;

  private static final Color LINE = new Color(0xb4bcc6);

  private record Way(String name, List<float[]> points) {}

  private final String title;
  private final String x;
  private final String y;
  private final DoubleBinaryOperator function;
  private final double[] range;
  private final List<Way> ways;
  private final String yName;
  private final int left;

  private ContourPlot(
      String title,
      String x,
      String y,
      DoubleBinaryOperator function,
      double[] range,
      List<Way> ways) {
    this.title = title;
    this.x = x;
    this.y = y;
    this.function = function;
    this.range = range;
    this.ways = ways;
    this.yName = Style.shortened(y, Style.TEXT, WIDEST_NAME);
    AxisScale vertical = vertical();
    List<String> labels = DoubleStream.of(vertical.tickPlaces()).mapToObj(vertical::label).toList();
    this.left =
        Math.max(
            LEAST_LEFT,
            GAP + Style.width(yName, Style.TEXT) + GAP + Style.widest(labels, Style.TEXT) + GAP);
  }

  /**
   * Begins a plot.
   *
   * @param title stands above
   * @param x name of the first number
   * @param y name of the second number
   * @param function its values need not be finite everywhere
   * @param xLow the first number's range
   * @param xHigh above {@code xLow}
   * @param yLow the second number's range
   * @param yHigh above {@code yLow}
   * @throws IllegalArgumentException if a range is empty or not finite
   */
  public static ContourPlot of(
      String title,
      String x,
      String y,
      DoubleBinaryOperator function,
      double xLow,
      double xHigh,
      double yLow,
      double yHigh) {
    given(title, "the title");
    given(x, "the name of the first number");
    given(y, "the name of the second number");
    given(function, "the function");
    double[] range = {xLow, xHigh, yLow, yHigh};
    check(
        DoubleStream.of(range).allMatch(Double::isFinite),
        "the ranges must be finite",
        Arrays.toString(range));
    check(xLow < xHigh, "the first range must not be empty", xLow + " to " + xHigh);
    check(yLow < yHigh, "the second range must not be empty", yLow + " to " + yHigh);
    return new ContourPlot(title, x, y, function, range, List.of());
  }

  /**
   * Returns the plot with a way across it: a ring where it begins, a dot for each step.
   *
   * @param name stands in the legend
   * @param points of two numbers each, at least one
   * @throws IllegalArgumentException if there is no point, or one has not two numbers
   */
  public ContourPlot path(String name, List<float[]> points) {
    given(name, "the name of the path");
    given(points, "the points", "point");
    check(!points.isEmpty(), "a path needs at least 1 point", 0);
    for (float[] point : points) {
      check(point.length == 2, "a point of a path has 2 numbers", point.length);
    }
    List<Way> more = new ArrayList<>(ways);
    more.add(new Way(name, List.copyOf(points)));
    return new ContourPlot(title, x, y, function, range, List.copyOf(more));
  }

  /** Returns the plot as an image. */
  public BufferedImage image() {
    int legend = ways.isEmpty() ? 0 : LEGEND_ROW * ways.size() + 8;
    BufferedImage canvas = Style.canvas(WIDTH, TOP + PLOT_HEIGHT + BOTTOM + legend);
    Graphics2D g = Style.pen(canvas);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    Style.title(g, title, left + plotWidth() / 2, TOP - 14, plotWidth());
    axes(g);
    g.clipRect(left, TOP, plotWidth(), PLOT_HEIGHT);
    contours(g);
    for (int place = 0; place < ways.size(); place++) {
      way(g, place);
    }
    g.setClip(null);
    g.setColor(Style.INK);
    g.drawRect(left, TOP, plotWidth(), PLOT_HEIGHT);
    for (int place = 0; place < ways.size(); place++) {
      int row = TOP + PLOT_HEIGHT + BOTTOM + LEGEND_ROW * place + LEGEND_ROW / 2;
      String name = Style.shortened(ways.get(place).name(), Style.TEXT, plotWidth() - LEGEND_ROW);
      EndLabels.name(g, name, color(place), place, left, row);
    }
    g.dispose();
    return Figure.alt(canvas, description());
  }

  private int plotWidth() {
    return WIDTH - left - RIGHT;
  }

  private double across(double value) {
    return left + share(value, range[0], range[1]) * plotWidth();
  }

  private double up(double value) {
    return TOP + share(value, range[3], range[2]) * PLOT_HEIGHT;
  }

  /** Returns where a value stands between two others; halved, as their difference may overflow. */
  private static double share(double value, double from, double to) {
    return (value / 2 - from / 2) / (to / 2 - from / 2);
  }

  private void contours(Graphics2D g) {
    g.setColor(LINE);
    g.setStroke(new BasicStroke(1.2f));
    var grid = new ContourLines(function, range);
    for (double[] line : grid.lines()) {
      var stretch = new Path2D.Double();
      stretch.moveTo(across(line[0]), up(line[1]));
      stretch.lineTo(across(line[2]), up(line[3]));
      g.draw(stretch);
    }
  }

  private void axes(Graphics2D g) {
    AxisScale horizontal = AxisScale.between(range[0], range[1], TICKS);
    for (double tick : horizontal.tickPlaces()) {
      double at = left + share(tick, horizontal, 0) * plotWidth();
      g.drawLine((int) at, TOP + PLOT_HEIGHT, (int) at, TOP + PLOT_HEIGHT + 4);
      String label = horizontal.label(tick);
      int rightmost = WIDTH - RIGHT / 3 - Style.width(label, Style.TEXT) / 2;
      Style.centered(g, label, Math.min((int) at, rightmost), TOP + PLOT_HEIGHT + 18);
    }
    AxisScale vertical = vertical();
    for (double tick : vertical.tickPlaces()) {
      double at = TOP + (1 - share(tick, vertical, 2)) * PLOT_HEIGHT;
      String label = vertical.label(tick);
      g.drawLine(left - 4, (int) at, left, (int) at);
      g.drawString(label, left - GAP - Style.width(label, Style.TEXT), (int) at + 4);
    }
    String name = Style.shortened(x, Style.TEXT, plotWidth());
    Style.centered(g, name, left + plotWidth() / 2, TOP + PLOT_HEIGHT + 36);
    g.drawString(yName, GAP, TOP + PLOT_HEIGHT / 2 + 4);
  }

  private AxisScale vertical() {
    return AxisScale.between(range[2], range[3], TICKS);
  }

  private double share(double tick, AxisScale scale, int axis) {
    return share(tick, scale.units(range[axis]), scale.units(range[axis + 1]));
  }

  private Color color(int place) {
    return Palette.color(place, ways.size());
  }

  private void way(Graphics2D g, int place) {
    List<float[]> points = ways.get(place).points();
    var line = new Path2D.Double();
    boolean drawing = false;
    g.setColor(color(place));
    for (float[] point : points) {
      if (!LabelledPoints.hasPlace(point)) {
        drawing = false;
        continue;
      }
      double px = across(point[0]);
      double py = up(point[1]);
      if (drawing) {
        line.lineTo(px, py);
      } else {
        line.moveTo(px, py);
      }
      drawing = true;
      if (points.size() <= MOST_DOTS) {
        g.fill(new Ellipse2D.Double(px - DOT / 2.0, py - DOT / 2.0, DOT, DOT));
      }
    }
    g.setStroke(Palette.line(place, 1.8f));
    g.draw(line);
    if (LabelledPoints.hasPlace(points.get(0))) {
      double px = across(points.get(0)[0]);
      double py = up(points.get(0)[1]);
      g.setStroke(new BasicStroke(2));
      g.setColor(Style.INK);
      g.draw(new Ellipse2D.Double(px - DOT, py - DOT, 2 * DOT, 2 * DOT));
    }
  }

  private String description() {
    List<String> parts =
        ways.stream()
            .map(
                way -> {
                  float[] first = way.points().get(0);
                  float[] last = way.points().get(way.points().size() - 1);
                  return "%s goes from (%s, %s) to (%s, %s) in %s"
                      .formatted(
                          way.name(),
                          AltText.number(first[0]),
                          AltText.number(first[1]),
                          AltText.number(last[0]),
                          AltText.number(last[1]),
                          AltText.count(way.points().size() - 1, "step"));
                })
            .toList();
    String over = "contour lines over " + x + " and " + y;
    return AltText.sentence(
        "Contour plot", title, parts.isEmpty() ? over : over + "; " + AltText.list(parts));
  }

  /** Says what it is and how it is drawn: only images show themselves. */
  @Override
  public String toString() {
    return "a contour plot with %d paths; image() draws it".formatted(ways.size());
  }
}
