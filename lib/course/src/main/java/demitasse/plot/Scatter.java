package demitasse.plot;

import static demitasse.numeric.Arguments.given;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/** Points in the plane, coloured by their class: the map of an embedding, above all. */
public final class Scatter {
  private static final int WIDTH = 700;
  private static final int HEIGHT = 640;
  private static final int PANEL_WIDTH = 440;
  private static final int PANEL_HEIGHT = 400;
  private static final int TITLE = 34;
  private static final int EDGE = 8;
  private static final int MARGIN = 16;

  private Scatter() {}

  /**
   * Returns the chart. Up to twenty classes have their names at the medians of their points; for
   * more, or for long names, there is a legend. It has no numbers at its axes: only distances mean
   * something on such a map, and they have one scale in all directions.
   *
   * @param title stands above
   * @param points shape (n, 2); those that are not finite are left out, which the chart says
   * @param labels the class of each point, 0 to {@code names.size() - 1}
   * @param names of the classes
   * @throws IllegalArgumentException if points and labels differ in number, a label has no name, or
   *     a point has not two coordinates
   */
  public static BufferedImage image(
      String title, float[][] points, int[] labels, List<String> names) {
    BufferedImage chart = draw(title, WIDTH, HEIGHT, points, labels, names);
    if (ClassNames.fit(names)) {
      return chart;
    }
    int[] shown = Arrays.stream(labels).distinct().sorted().toArray();
    var legend = new Legend(shown, names, HEIGHT - TITLE - EDGE);
    BufferedImage wide = Style.canvas(WIDTH + legend.width(), HEIGHT);
    Graphics2D g = Style.pen(wide);
    g.drawImage(chart, 0, 0, null);
    g.translate(WIDTH, TITLE);
    legend.draw(g);
    g.dispose();
    return Figure.alt(wide, Figure.altOf(chart));
  }

  /**
   * Returns the same smaller and without a legend, to stand beside others in an {@link ImageGrid}.
   */
  public static BufferedImage panel(
      String title, float[][] points, int[] labels, List<String> names) {
    return draw(title, PANEL_WIDTH, PANEL_HEIGHT, points, labels, names);
  }

  private static BufferedImage draw(
      String title, int width, int height, float[][] points, int[] labels, List<String> names) {
    given(title, "the title");
    given(names, "the names of the classes", "name");
    LabelledPoints.check(points, labels, names.size());
    BufferedImage canvas = Style.canvas(width, height);
    Graphics2D g = Style.pen(canvas);
    Style.title(g, title, width / 2, TITLE - 12, width - 2 * EDGE);
    int plotWidth = width - 2 * EDGE;
    int plotHeight = height - TITLE - EDGE;
    g.translate(EDGE, TITLE);
    g.setColor(Style.FAINT);
    g.drawRect(0, 0, plotWidth - 1, plotHeight - 1);
    var frame = new Frame(points, plotWidth, plotHeight, MARGIN);
    int size = dotSize(points.length);
    for (int i = 0; i < points.length; i++) {
      LabelledPoints.heedStop(i);
      if (LabelledPoints.hasPlace(points[i])) {
        g.setColor(Palette.color(labels[i], names.size()));
        g.fillOval(frame.x(points[i]) - size / 2, frame.y(points[i]) - size / 2, size, size);
      }
    }
    float[][] medians = ClassNames.medians(points, labels, names.size());
    ClassNames.draw(g, frame, new Rectangle(plotWidth, plotHeight), medians, names);
    LabelledPoints.noteMissing(g, points, MARGIN / 2, plotHeight - MARGIN / 2);
    g.dispose();
    return Figure.alt(canvas, LabelledPoints.description("Map", title, points, medians, names));
  }

  /** Many points need small dots to stay apart. */
  private static int dotSize(int points) {
    if (points > 20_000) {
      return 3;
    }
    return points > 2_000 ? 5 : 7;
  }
}
