import java.awt.Color;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws how the time of t-SNE grows with the points, for tsne.py. A line asks for one chart: the
 * PNG's name, and for each number of points {@code
 * n:total:neighbours:affinities:start:optimisation}.
 */
public class GrowthChart {
  private static final String[] CURVES = {
    "all", "neighbours", "affinities", "start", "optimisation"
  };

  public static void main(String[] args) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      double[][] rows =
          Arrays.stream(words)
              .skip(1)
              .map(row -> Arrays.stream(row.split(":")).mapToDouble(Double::parseDouble).toArray())
              .toArray(double[][]::new);
      ImageIO.write(BitmapEncoder.getBufferedImage(chart(rows)), "png", new File(words[0]));
      System.out.println("{}");
    }
  }

  private static XYChart chart(double[][] rows) {
    XYChart chart =
        new XYChartBuilder()
            .width(640)
            .height(420)
            .title("Time of t-SNE by phase")
            .xAxisTitle("points")
            .yAxisTitle("seconds")
            .build();
    var style = chart.getStyler();
    style.setXAxisLogarithmic(true);
    style.setYAxisLogarithmic(true);
    style.setChartBackgroundColor(Color.WHITE);
    style.setLegendPosition(Styler.LegendPosition.OutsideE);
    style.setLegendBorderColor(Color.WHITE);
    double[] n = Arrays.stream(rows).mapToDouble(row -> row[0]).toArray();
    for (int c = 0; c < CURVES.length; c++) {
      int column = c + 1;
      // A logarithmic axis has no zero.
      double[] seconds =
          Arrays.stream(rows).mapToDouble(row -> Math.max(row[column], 1e-3)).toArray();
      chart.addSeries(CURVES[c], n, seconds).setMarker(SeriesMarkers.CIRCLE);
    }
    // What is in proportion to the points is parallel to this.
    double[] line = Arrays.stream(n).map(points -> points * rows[0][1] / rows[0][0]).toArray();
    var series = chart.addSeries("in proportion", n, line);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(Color.LIGHT_GRAY);
    return chart;
  }
}
