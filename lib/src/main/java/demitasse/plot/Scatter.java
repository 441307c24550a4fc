package demitasse.plot;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Points in the plane, coloured by their class: the map of an embedding, above all. */
public final class Scatter {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 640;
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
    return draw(title, WIDTH, HEIGHT, true, points, labels, names);
  }

  /**
   * Returns the same smaller and without a legend, to stand beside others in an {@link ImageGrid}.
   */
  public static BufferedImage panel(
      String title, float[][] points, int[] labels, List<String> names) {
    return draw(title, PANEL_WIDTH, PANEL_HEIGHT, false, points, labels, names);
  }

  private static BufferedImage draw(
      String title,
      int width,
      int height,
      boolean legend,
      float[][] points,
      int[] labels,
      List<String> names) {
    LabelledPoints.check(points, labels, names.size());
    XYChart chart = new XYChartBuilder().width(width).height(height).title(title).build();
    var style = chart.getStyler();
    style.setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    style.setChartBackgroundColor(Color.WHITE);
    style.setChartFontColor(Style.INK);
    style.setChartTitleFont(Style.TITLE);
    style.setLegendFont(Style.TEXT);
    style.setLegendVisible(legend);
    style.setLegendPosition(Styler.LegendPosition.OutsideE);
    style.setLegendBorderColor(Color.WHITE);
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
