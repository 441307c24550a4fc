package demitasse.data.generated;

import demitasse.data.image.ImageShape;
import demitasse.data.image.Images;
import demitasse.numeric.Parallel;
import demitasse.numeric.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Digits drawn as pen strokes, bent and slanted at random: a stand-in for MNIST that needs neither
 * a font nor a network and is the same to the byte on every machine.
 *
 * <p>That is why it uses {@link StrictMath} and rasters the strokes itself: fonts and the JDK's
 * antialiasing differ from one machine to the next.
 */
public final class GeneratedDigits {
  private static final int SIDE = 28;
  private static final int PIXELS = SIDE * SIDE;
  private static final int STEPS = 14;

  /** Images that one thread draws at a time. */
  private static final int BLOCK = 200;

  /** Each digit in one or two ways of writing, in a box from (0, 0), top left, to (1, 1). */
  private static final List<List<Glyph>> SHAPES =
      List.of(
          List.of(strokes(arc(0.5, 0.5, 0.4, 0.5, 0, 360))),
          List.of(
              strokes(line(0.5, 0, 0.5, 1)),
              strokes(line(0.25, 0.25, 0.55, 0, 0.55, 1)),
              strokes(line(0.3, 0.2, 0.55, 0, 0.55, 1), line(0.25, 1, 0.85, 1))),
          List.of(
              strokes(join(arc(0.5, 0.3, 0.4, 0.3, -170, 40), line(0.1, 1, 0.95, 1))),
              strokes(
                  join(arc(0.5, 0.28, 0.35, 0.28, -170, 60), arc(0.3, 0.88, 0.15, 0.1, 60, 300)),
                  line(0.3, 0.8, 0.95, 1))),
          List.of(
              strokes(
                  join(
                      arc(0.45, 0.25, 0.38, 0.25, -160, 90),
                      arc(0.45, 0.74, 0.45, 0.26, -90, 160)))),
          List.of(
              strokes(line(0.2, 0, 0.1, 0.6, 0.95, 0.6), line(0.75, 0.1, 0.7, 1)),
              strokes(line(0.7, 1, 0.7, 0, 0.05, 0.68, 0.95, 0.68))),
          List.of(
              strokes(
                  line(0.9, 0, 0.25, 0, 0.18, 0.45),
                  join(line(0.18, 0.45), arc(0.45, 0.7, 0.42, 0.3, -110, 155)))),
          List.of(
              strokes(
                  join(
                      line(0.75, 0, 0.4, 0.2, 0.15, 0.55), arc(0.5, 0.72, 0.36, 0.28, 180, -180)))),
          List.of(
              strokes(line(0.05, 0, 0.95, 0, 0.4, 1)),
              strokes(line(0.05, 0, 0.95, 0, 0.4, 1), line(0.3, 0.5, 0.9, 0.5))),
          List.of(strokes(arc(0.5, 0.25, 0.32, 0.25, 0, 360), arc(0.5, 0.75, 0.4, 0.25, 0, 360))),
          List.of(
              strokes(arc(0.48, 0.28, 0.36, 0.28, 0, 360), line(0.84, 0.28, 0.75, 1)),
              strokes(
                  join(
                      arc(0.48, 0.28, 0.36, 0.28, 0, 360), arc(0.3, 0.55, 0.54, 0.45, -20, 110)))));

  /** One way of writing a digit: polylines, each x, y, x, y, … */
  private record Glyph(double[][] strokes) {}

  private GeneratedDigits() {}

  /** Draws digits at random, as many of each as chance gives. */
  public static Images draw(String name, int count, long seed) {
    byte[] pixels = new byte[count * PIXELS];
    int[] labels = new int[count];
    try (var team = Parallel.of(0)) {
      team.forBlocks(
          count,
          BLOCK,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              labels[i] = draw(new Random(Seeds.mix(seed, i)), pixels, i * PIXELS);
            }
          });
    }
    List<String> classes = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    return new Images(name, true, new ImageShape(1, SIDE, SIDE), pixels, labels, classes);
  }

  /** Draws one digit and returns which. */
  private static int draw(Random random, byte[] pixels, int start) {
    int digit = random.nextInt(SHAPES.size());
    List<Glyph> ways = SHAPES.get(digit);
    Glyph glyph = ways.get(random.nextInt(ways.size()));
    var hand = new Hand(random);
    double radius = between(random, 0.75, 1.9);
    double[] nearest = new double[PIXELS];
    Arrays.fill(nearest, Double.MAX_VALUE);
    for (double[] stroke : glyph.strokes()) {
      double[] points = hand.move(stroke);
      for (int p = 0; p + 3 < points.length; p += 2) {
        segment(nearest, points[p], points[p + 1], points[p + 2], points[p + 3], radius + 1);
      }
    }
    double ink = between(random, 0.85, 1);
    for (int p = 0; p < PIXELS; p++) {
      double cover = Math.max(0, Math.min(1, radius + 0.5 - Math.sqrt(nearest[p])));
      pixels[start + p] = (byte) Math.round(255 * ink * cover);
    }
    return digit;
  }

  /** How one digit is slanted, stretched, shifted and bent. */
  private static final class Hand {
    private final double xx;
    private final double xy;
    private final double yx;
    private final double yy;
    private final double left;
    private final double top;
    private final double bendX;
    private final double bendY;
    private final double phaseX;
    private final double phaseY;

    Hand(Random random) {
      double angle = between(random, -0.22, 0.22);
      double slant = between(random, -0.35, 0.2);
      double width = between(random, 10, 16);
      double height = between(random, 15, 19);
      double cos = StrictMath.cos(angle);
      double sin = StrictMath.sin(angle);
      xx = width * cos;
      yx = width * sin;
      xy = height * (slant * cos - sin);
      yy = height * (slant * sin + cos);
      left = SIDE / 2.0 + between(random, -1.2, 1.2);
      top = SIDE / 2.0 + between(random, -1.2, 1.2);
      bendX = between(random, -1.1, 1.1);
      bendY = between(random, -1.1, 1.1);
      phaseX = between(random, 0, 6.28);
      phaseY = between(random, 0, 6.28);
    }

    /** Maps points of the unit box to pixels. */
    double[] move(double[] points) {
      double[] moved = new double[points.length];
      for (int p = 0; p < points.length; p += 2) {
        double x = points[p] - 0.5;
        double y = points[p + 1] - 0.5;
        moved[p] = left + xx * x + xy * y + bendX * StrictMath.sin(4 * y + phaseX);
        moved[p + 1] = top + yx * x + yy * y + bendY * StrictMath.sin(4 * x + phaseY);
      }
      return moved;
    }
  }

  /** Lowers the squared distance of the pixels around a segment to their distance from it. */
  private static void segment(
      double[] nearest, double x0, double y0, double x1, double y1, double reach) {
    double dx = x1 - x0;
    double dy = y1 - y0;
    double length = dx * dx + dy * dy;
    int fromX = (int) Math.max(0, Math.floor(Math.min(x0, x1) - reach));
    int fromY = (int) Math.max(0, Math.floor(Math.min(y0, y1) - reach));
    int toX = (int) Math.min(SIDE - 1, Math.ceil(Math.max(x0, x1) + reach));
    int toY = (int) Math.min(SIDE - 1, Math.ceil(Math.max(y0, y1) + reach));
    for (int y = fromY; y <= toY; y++) {
      for (int x = fromX; x <= toX; x++) {
        double px = x + 0.5 - x0;
        double py = y + 0.5 - y0;
        double along = length == 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
        double ex = px - along * dx;
        double ey = py - along * dy;
        nearest[y * SIDE + x] = Math.min(nearest[y * SIDE + x], ex * ex + ey * ey);
      }
    }
  }

  private static double between(Random random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private static Glyph strokes(double[]... strokes) {
    return new Glyph(strokes);
  }

  private static double[] line(double... points) {
    return points;
  }

  /** Returns points on an ellipse; 0 degrees is right, 90 degrees is down. */
  private static double[] arc(
      double x, double y, double radiusX, double radiusY, double from, double to) {
    double[] points = new double[2 * STEPS + 2];
    for (int i = 0; i <= STEPS; i++) {
      double angle = StrictMath.toRadians(from + (to - from) * i / STEPS);
      points[2 * i] = x + radiusX * StrictMath.cos(angle);
      points[2 * i + 1] = y + radiusY * StrictMath.sin(angle);
    }
    return points;
  }

  private static double[] join(double[]... parts) {
    return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
  }
}
