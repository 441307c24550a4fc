package demitasse.plot;

import static demitasse.numeric.Arguments.given;

import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * The loss of a running training as SVG, quick enough to draw several times a second. The
 * horizontal axis spans all epochs, those to come too.
 */
public final class LossCurve {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 260;
  private static final int LEFT = 56;
  private static final int RIGHT = 84;
  private static final int TOP = 14;
  private static final int BOTTOM = 44;
  private static final int TICKS_ACROSS = 8;
  private static final int TICKS_UP = 5;

  /** The axis is logarithmic if the largest loss is more than this many times the smallest. */
  private static final double WIDE = 20;

  private final Scale across;
  private final Scale up;
  private final StringBuilder svg = new StringBuilder();

  /**
   * A loss.
   *
   * @param epochs when it was measured: 1.5 is the middle of the second epoch
   * @param loss NaN if there is none
   */
  public record Point(double epochs, double loss) {}

  private LossCurve(List<Point> training, List<Point> validation, int first, int last) {
    double[] losses =
        DoubleStream.concat(losses(training), losses(validation))
            .filter(Double::isFinite)
            .toArray();
    double least = DoubleStream.of(losses).min().orElse(0);
    double largest = DoubleStream.of(losses).max().orElse(1);
    this.across = AxisScale.of(DoubleStream.of(first, last), TICKS_ACROSS);
    this.up =
        least > 0 && largest > WIDE * least
            ? LogScale.of(DoubleStream.of(losses), TICKS_UP)
            : AxisScale.of(DoubleStream.of(losses), TICKS_UP).fromZeroIfNear(TICKS_UP);
  }

  private static DoubleStream losses(List<Point> points) {
    return points.stream().mapToDouble(Point::loss);
  }

  /**
   * Draws the losses so far.
   *
   * @param training mean losses of the training steps
   * @param validation losses measured after each epoch; empty without validation
   * @param first number of epochs before the training began
   * @param last number of epochs after which it will end; more than {@code first}
   * @throws IllegalArgumentException if {@code last} is not more than {@code first}
   */
  public static String svg(List<Point> training, List<Point> validation, int first, int last) {
    given(training, "the losses in training", "loss");
    given(validation, "the losses in validation", "loss");
    if (last <= first) {
      throw new IllegalArgumentException("a training from epoch " + first + " to " + last);
    }
    return new LossCurve(training, validation, first, last).draw(training, validation);
  }

  private String draw(List<Point> training, List<Point> validation) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%1$d\""
            + " height=\"%2$d\" style=\"background:white\" role=\"img\" aria-label=\"%s\""
            + " font-family=\"sans-serif\" font-size=\"12\" fill=\"%s\">",
        WIDTH, HEIGHT, Markup.escape(description(training, validation)), Markup.hex(Style.INK));
    axes();
    curve("loss", training, 0);
    curve("val_loss", validation, 1);
    return svg.append("</svg>").toString();
  }

  private void axes() {
    for (double tick : across.tickPlaces()) {
      add(
          "<path d=\"M%.1f %d v5\" stroke=\"%s\"/>",
          x(tick), HEIGHT - BOTTOM, Markup.hex(Style.INK));
      text(x(tick), HEIGHT - BOTTOM + 19, "middle", Style.INK, across.label(tick));
    }
    text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, "middle", Style.INK, "epochs");
    for (double tick : up.tickPlaces()) {
      add(
          "<path d=\"M%d %.1f H%d\" stroke=\"%s\"/>",
          LEFT, y(tick), WIDTH - RIGHT, Markup.hex(Style.FAINT));
      text(LEFT - 8, y(tick) + 4, "end", Style.INK, up.label(tick));
    }
  }

  /** Draws a curve, with a dot at its end and its name beside that. */
  private void curve(String name, List<Point> points, int place) {
    Color color = Palette.color(place, 2);
    var path = new StringBuilder();
    double endX = 0;
    double endY = Double.NaN;
    for (Point point : points) {
      double y = y(up.units(point.loss()));
      if (Double.isFinite(y)) {
        endX = x(across.units(point.epochs()));
        endY = y;
        path.append(path.isEmpty() ? 'M' : 'L')
            .append(tenths(endX))
            .append(' ')
            .append(tenths(endY));
      }
    }
    if (!path.isEmpty()) {
      String hex = Markup.hex(color);
      add("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", path, hex);
      add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", endX, endY, hex);
      // The training loss usually ends below the validation loss, and its name stands below.
      text(endX + 7, endY + (place == 0 ? 14 : -4), "start", Palette.text(color), name);
    }
  }

  /** Rounds to one decimal; a formatter would take most of the time that a curve takes. */
  private static double tenths(double pixels) {
    return Math.round(10 * pixels) / 10.0;
  }

  private double x(double units) {
    double share = (units - across.low()) / (across.high(Integer.MAX_VALUE) - across.low());
    return LEFT + share * (WIDTH - LEFT - RIGHT);
  }

  private double y(double units) {
    double share = (units - up.low()) / (up.high(Integer.MAX_VALUE) - up.low());
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }

  private void text(double x, double y, String anchor, Color color, String text) {
    add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>",
        x, y, anchor, Markup.hex(color), Markup.escape(text));
  }

  private void add(String format, Object... values) {
    svg.append(formatted(format, values));
  }

  private static String formatted(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String description(List<Point> training, List<Point> validation) {
    String loss = AltText.trend("loss", losses(training).toArray());
    String both =
        validation.isEmpty()
            ? loss
            : loss + "; " + AltText.trend("val_loss", losses(validation).toArray());
    return AltText.sentence("Line chart", "", "over epochs: " + both);
  }
}
