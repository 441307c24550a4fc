package demitasse.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.image.BufferedImage;
import java.util.stream.Stream;

/**
 * One moment of k-means in the plane: points in the colour of their cluster, centres as diamonds.
 */
public final class ClusterPlot {
  private static final int SIDE = 300;
  private static final int MARGIN = 24;
  private static final int TITLE = 30;
  private static final int DOT = 7;
  private static final int DIAMOND = 8;
  private static final Color UNASSIGNED = new Color(0x9a, 0xa3, 0xad);

  /** The arrow ends before the centre that it points to, so that its head stays visible. */
  private static final double SHARE_OF_WAY = 0.9;

  private static final double HEAD_LENGTH = 9;
  private static final double HEAD_HALF_WIDTH = 5;

  private ClusterPlot() {}

  /**
   * Returns the picture.
   *
   * @param title stands above
   * @param points shape (n, 2)
   * @param labels the cluster of each point, or -1 before it has one
   * @param centres shape (k, 2), drawn as diamonds in their clusters' colours
   * @param previous where the centres came from, shape (k, 2), shown by arrows; none for no arrows
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static BufferedImage of(
      String title, float[][] points, int[] labels, float[][] centres, float[]... previous) {
    if (points.length != labels.length) {
      throw new IllegalArgumentException(
          points.length + " points, but " + labels.length + " labels");
    }
    if (previous.length != 0 && previous.length != centres.length) {
      throw new IllegalArgumentException(
          centres.length + " centres, but " + previous.length + " previous ones");
    }
    float[][] all =
        Stream.of(points, centres, previous).flatMap(Stream::of).toArray(float[][]::new);
    LabelledPoints.check(all, new int[all.length], 1);
    BufferedImage canvas = Style.canvas(SIDE, SIDE + TITLE);
    Graphics2D g = Style.pen(canvas);
    Style.centred(g, title, SIDE / 2, TITLE - 10);
    g.translate(0, TITLE);
    g.setColor(Style.FAINT);
    g.drawRect(1, 0, SIDE - 3, SIDE - 2);
    var frame = new Frame(all, SIDE, MARGIN);
    for (int i = 0; i < points.length; i++) {
      g.setColor(labels[i] < 0 ? UNASSIGNED : Style.classColour(labels[i], centres.length));
      g.fillOval(frame.x(points[i]) - DOT / 2, frame.y(points[i]) - DOT / 2, DOT, DOT);
    }
    for (int k = 0; k < centres.length; k++) {
      if (previous.length > 0) {
        arrow(g, frame, previous[k], centres[k]);
      }
      diamond(g, frame.x(centres[k]), frame.y(centres[k]), Style.classColour(k, centres.length));
    }
    g.dispose();
    return canvas;
  }

  private static void diamond(Graphics2D g, int x, int y, Color colour) {
    var shape =
        new Polygon(
            new int[] {x - DIAMOND, x, x + DIAMOND, x},
            new int[] {y, y - DIAMOND, y, y + DIAMOND},
            4);
    g.setColor(colour);
    g.fill(shape);
    g.setColor(Color.BLACK);
    g.setStroke(new BasicStroke(2));
    g.draw(shape);
  }

  private static void arrow(Graphics2D g, Frame frame, float[] from, float[] to) {
    double x1 = frame.x(from);
    double y1 = frame.y(from);
    double dx = (frame.x(to) - x1) * SHARE_OF_WAY;
    double dy = (frame.y(to) - y1) * SHARE_OF_WAY;
    double length = Math.hypot(dx, dy);
    if (length < HEAD_LENGTH) {
      // The centre has hardly moved: there is no room for an arrow.
      return;
    }
    double ux = dx / length;
    double uy = dy / length;
    double neckX = x1 + dx - ux * HEAD_LENGTH;
    double neckY = y1 + dy - uy * HEAD_LENGTH;
    g.setColor(Color.BLACK);
    g.setStroke(new BasicStroke(1.6f));
    g.drawLine((int) x1, (int) y1, (int) neckX, (int) neckY);
    var head = new Polygon();
    head.addPoint((int) (x1 + dx), (int) (y1 + dy));
    head.addPoint((int) (neckX - uy * HEAD_HALF_WIDTH), (int) (neckY + ux * HEAD_HALF_WIDTH));
    head.addPoint((int) (neckX + uy * HEAD_HALF_WIDTH), (int) (neckY - ux * HEAD_HALF_WIDTH));
    g.fill(head);
  }
}
