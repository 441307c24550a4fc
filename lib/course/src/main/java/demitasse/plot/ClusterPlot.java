package demitasse.plot;

import static demitasse.numeric.Arguments.given;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.style.markers.Marker;

/**
 * One moment of k-means in the plane: points in the colour of their cluster and with its mark,
 * centres as large diamonds with the number of the cluster beside them. Immutable: every setting
 * returns another plot.
 */
public final class ClusterPlot {
  private static final int SIDE = 360;
  private static final int MARGIN = 28;
  private static final int TITLE = 30;
  private static final int DOT = 8;
  private static final int DIAMOND = 9;
  private static final Color UNASSIGNED = new Color(0x9a, 0xa3, 0xad);

  /** The arrow ends before the centre that it points to, so that its head stays visible. */
  private static final double SHARE_OF_WAY = 0.9;

  private static final double HEAD_LENGTH = 11;
  private static final double HEAD_HALF_WIDTH = 6;

  private final String title;
  private final float[][] points;
  private final int[] labels;
  private final float[][] centers;
  private final float[][] previous;
  private final boolean boxed;

  private ClusterPlot(
      String title,
      float[][] points,
      int[] labels,
      float[][] centers,
      float[][] previous,
      boolean boxed) {
    this.title = title;
    this.points = points;
    this.labels = labels;
    this.centers = centers;
    this.previous = previous;
    this.boxed = boxed;
    LabelledPoints.check(all(), new int[all().length], 1);
  }

  /**
   * Begins a plot.
   *
   * @param title stands above
   * @param points shape (n, 2)
   * @param labels the cluster of each point, or -1 before it has one
   * @param centers shape (k, 2), drawn as diamonds in their clusters' colours
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static ClusterPlot of(String title, float[][] points, int[] labels, float[][] centers) {
    given(title, "the title");
    given(points, "the points", "point");
    given(labels, "the labels");
    given(centers, "the centers", "center");
    if (points.length != labels.length) {
      throw new IllegalArgumentException(
          points.length + " points, but " + labels.length + " labels");
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] >= centers.length) {
        throw new IllegalArgumentException(
            "point " + i + " is of cluster " + labels[i] + " of " + centers.length);
      }
    }
    return new ClusterPlot(title, points, labels, centers, new float[0][], false);
  }

  /**
   * Returns the plot with an arrow to each centre.
   *
   * @param previous where the centres came from, shape (k, 2)
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public ClusterPlot previous(float[][] previous) {
    given(previous, "the previous centers", "previous center");
    if (previous.length != centers.length) {
      throw new IllegalArgumentException(
          centers.length + " centers, but " + previous.length + " previous ones");
    }
    return new ClusterPlot(title, points, labels, centers, previous, boxed);
  }

  /** Returns the plot with a box about the points of each cluster. */
  public ClusterPlot boxes() {
    return new ClusterPlot(title, points, labels, centers, previous, true);
  }

  /** Returns the plot as an image. */
  public BufferedImage image() {
    BufferedImage canvas = Style.canvas(SIDE, SIDE + TITLE);
    Graphics2D g = Style.pen(canvas);
    Style.title(g, title, SIDE / 2, TITLE - 10, SIDE);
    g.translate(0, TITLE);
    g.setColor(Style.FAINT);
    g.drawRect(1, 0, SIDE - 3, SIDE - 2);
    var frame = new Frame(all(), SIDE, SIDE, MARGIN);
    for (int i = 0; i < points.length; i++) {
      LabelledPoints.heedStop(i);
      if (LabelledPoints.hasPlace(points[i])) {
        g.setColor(labels[i] < 0 ? UNASSIGNED : Palette.color(labels[i], centers.length));
        // Clusters differ in their marks too, for those who do not see their colours.
        Marker mark = Palette.mark(Math.max(0, labels[i]));
        mark.paint(g, frame.x(points[i]), frame.y(points[i]), DOT);
      }
    }
    LabelledPoints.noteMissing(g, points, MARGIN / 4, SIDE - MARGIN / 4);
    for (int k = 0; k < centers.length; k++) {
      cluster(g, frame, k);
    }
    g.dispose();
    return Figure.alt(canvas, description());
  }

  private void cluster(Graphics2D g, Frame frame, int k) {
    Color color = Palette.color(k, centers.length);
    if (boxed) {
      box(g, frame, k, color);
    }
    if (!LabelledPoints.hasPlace(centers[k])) {
      return; // the mean of nothing
    }
    if (previous.length > 0 && LabelledPoints.hasPlace(previous[k])) {
      arrow(g, frame, previous[k], centers[k]);
    }
    int x = frame.x(centers[k]);
    int y = frame.y(centers[k]);
    diamond(g, x, y, color);
    String name = Integer.toString(k);
    int width = Style.width(name, Style.TITLE);
    boolean left =
        isTaken(frame, k, new Rectangle(x, y - DIAMOND, DIAMOND + 3 + width, 2 * DIAMOND));
    int start = left ? x - DIAMOND - 3 - width : x + DIAMOND + 3;
    ClassNames.write(g, name, Style.TITLE, start, y + 5);
  }

  /** Tells whether another centre lies in the place, or reaches into it. */
  private boolean isTaken(Frame frame, int k, Rectangle place) {
    var reach = new Rectangle(place);
    reach.grow(DIAMOND, DIAMOND);
    return IntStream.range(0, centers.length)
        .filter(other -> other != k && LabelledPoints.hasPlace(centers[other]))
        .anyMatch(other -> reach.contains(frame.x(centers[other]), frame.y(centers[other])));
  }

  private void box(Graphics2D g, Frame frame, int k, Color color) {
    var bounds = new Rectangle(-1, -1);
    for (int i = 0; i < points.length; i++) {
      if (labels[i] == k && LabelledPoints.hasPlace(points[i])) {
        bounds.add(
            new Rectangle(frame.x(points[i]) - DOT, frame.y(points[i]) - DOT, 2 * DOT, 2 * DOT));
      }
    }
    if (bounds.width > 0) {
      g.setColor(color);
      g.setStroke(Palette.line(k, 2));
      g.drawRect(bounds.x, bounds.y, bounds.width, bounds.height);
    }
  }

  private String description() {
    List<String> parts =
        IntStream.range(0, centers.length)
            .mapToObj(
                k ->
                    "cluster "
                        + k
                        + " has "
                        + AltText.count(
                            IntStream.of(labels).filter(label -> label == k).count(), "point"))
            .toList();
    long unassigned = IntStream.of(labels).filter(label -> label < 0).count();
    String first =
        unassigned == 0 ? "" : AltText.count(unassigned, "point") + " without a cluster; ";
    String way = previous.length == 0 ? "" : "; arrows show how the centres moved";
    return AltText.sentence("Clusters", title, first + AltText.list(parts) + way);
  }

  /** Says what it is and how it is drawn: only images show themselves. */
  @Override
  public String toString() {
    return "a plot of %d points and %d centers; image() draws it"
        .formatted(points.length, centers.length);
  }

  private float[][] all() {
    return Stream.of(points, centers, previous).flatMap(Stream::of).toArray(float[][]::new);
  }

  private static void diamond(Graphics2D g, int x, int y, Color color) {
    var shape =
        new Polygon(
            new int[] {x - DIAMOND, x, x + DIAMOND, x},
            new int[] {y, y - DIAMOND, y, y + DIAMOND},
            4);
    g.setColor(color);
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
    g.setStroke(new BasicStroke(2.2f));
    g.drawLine((int) x1, (int) y1, (int) neckX, (int) neckY);
    var head = new Polygon();
    head.addPoint((int) (x1 + dx), (int) (y1 + dy));
    head.addPoint((int) (neckX - uy * HEAD_HALF_WIDTH), (int) (neckY + ux * HEAD_HALF_WIDTH));
    head.addPoint((int) (neckX + uy * HEAD_HALF_WIDTH), (int) (neckY - ux * HEAD_HALF_WIDTH));
    g.fill(head);
  }
}
