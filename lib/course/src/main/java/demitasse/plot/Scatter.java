package demitasse.plot;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Points in the plane, coloured by their class: the map of an embedding, above all. */
public final class Scatter {
  private static final int WIDTH = 700;
  private static final int HEIGHT = 640;
  private static final int LEGEND_MARK = 10;
  private static final int LEGEND_GAP = 8;
  private static final int PANEL_WIDTH = 440;
  private static final int PANEL_HEIGHT = 400;

  private Scatter() {}

  /**
   * Returns the chart, with a legend. It has no numbers at its axes: only distances mean something
   * on such a map.
   *
   * @param title stands above
   * @param points shape (n, 2)
   * @param labels the class of each point, 0 to {@code names.size() - 1}
   * @param names of the classes
   * @throws IllegalArgumentException if points and labels differ in number, a label has no name, or
   *     a point has not two coordinates
   */
  public static BufferedImage of(String title, float[][] points, int[] labels, List<String> names) {
    BufferedImage chart = draw(title, WIDTH, HEIGHT, points, labels, names);
    return withLegend(chart, labels, names);
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
    LabelledPoints.check(points, labels, names.size());
    XYChart chart = new XYChartBuilder().width(width).height(height).title(title).build();
    var style = chart.getStyler();
    style.setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    style.setChartBackgroundColor(Color.WHITE);
    style.setChartFontColor(Style.INK);
    style.setChartTitleFont(Style.TITLE);
    style.setLegendVisible(false);
    style.setPlotBorderColor(Style.FAINT);
    style.setPlotGridLinesVisible(false);
    style.setAxisTicksVisible(false);
    style.setMarkerSize(markerSize(points.length));
    for (int c = 0; c < names.size(); c++) {
      float[][] members = LabelledPoints.ofClass(points, labels, c);
      if (members.length > 0) {
        XYSeries series = chart.addSeries(names.get(c), column(members, 0), column(members, 1));
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setMarkerColor(Style.classColour(c, names.size()));
      }
    }
    return BitmapEncoder.getBufferedImage(chart);
  }

  /** Adds the legend: XChart's own has marks as small as the dots, too small to tell colours. */
  private static BufferedImage withLegend(BufferedImage chart, int[] labels, List<String> names) {
    Graphics2D measure = chart.createGraphics();
    measure.setFont(Style.TEXT);
    FontMetrics letters = measure.getFontMetrics();
    measure.dispose();
    int longest = names.stream().mapToInt(letters::stringWidth).max().orElse(0);
    var wide =
        new BufferedImage(
            chart.getWidth() + LEGEND_MARK + LEGEND_GAP + longest + LEGEND_GAP,
            chart.getHeight(),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D g = wide.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, wide.getWidth(), wide.getHeight());
    g.drawImage(chart, 0, 0, null);
    g.setFont(Style.TEXT);
    int[] shown = Arrays.stream(labels).distinct().sorted().toArray();
    int row = Math.max(letters.getHeight(), LEGEND_MARK) + LEGEND_GAP / 2;
    int y = (chart.getHeight() - row * shown.length) / 2;
    for (int c : shown) {
      g.setColor(Style.classColour(c, names.size()));
      g.fillOval(chart.getWidth(), y + (row - LEGEND_MARK) / 2, LEGEND_MARK, LEGEND_MARK);
      g.setColor(Style.INK);
      int baseline = y + (row - letters.getHeight()) / 2 + letters.getAscent();
      g.drawString(names.get(c), chart.getWidth() + LEGEND_MARK + LEGEND_GAP, baseline);
      y += row;
    }
    g.dispose();
    return wide;
  }

  /** Many points need small dots to stay apart. */
  private static int markerSize(int points) {
    if (points > 20_000) {
      return 2;
    }
    return points > 2_000 ? 4 : 6;
  }

  private static double[] column(float[][] points, int column) {
    double[] values = new double[points.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = points[i][column];
    }
    return values;
  }
}
