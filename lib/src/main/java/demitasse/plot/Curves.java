package demitasse.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.stream.Stream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import tech.tablesaw.api.Table;

/** Columns of a table drawn as curves over another: losses over epochs, above all. */
public final class Curves {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;

  /** Beyond so many points, marks would run into one another. */
  private static final int MOST_MARKS = 40;

  private Curves() {}

  /**
   * Returns a chart.
   *
   * @param title stands above
   * @param table of one row for each point
   * @param x name of the column for the horizontal axis
   * @param columns names of the columns to draw, one curve each
   * @throws IllegalArgumentException if the table has no row, or no such column
   */
  public static BufferedImage of(String title, Table table, String x, String... columns) {
    return BitmapEncoder.getBufferedImage(chart(title, table, x, columns));
  }

  /**
   * Returns a chart of functions: a grey line marks where the variable is 0, and the first function
   * is drawn broadly, so that it can be seen where the others run over it.
   *
   * @param title stands above
   * @param table of one row for each value of the variable
   * @param x name of the column of the variable
   * @param columns names of the columns of the functions' values
   * @throws IllegalArgumentException if the table has no row, or no such column
   */
  public static BufferedImage functions(String title, Table table, String x, String... columns) {
    XYChart chart = chart(title, table, x, columns);
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < columns.length; i++) {
      XYSeries series = chart.getSeries(columns[i]);
      lowest = Math.min(lowest, series.getYMin());
      highest = Math.max(highest, series.getYMax());
      series.setLineStyle(new BasicStroke(i == 0 ? 6f : 2f));
    }
    XYSeries zero = chart.addSeries("zero", new double[] {0, 0}, new double[] {lowest, highest});
    zero.setMarker(SeriesMarkers.NONE);
    zero.setLineColor(Color.GRAY);
    zero.setLineStyle(new BasicStroke(1f));
    zero.setShowInLegend(false);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNW);
    return BitmapEncoder.getBufferedImage(chart);
  }

  private static XYChart chart(String title, Table table, String x, String... columns) {
    if (table.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to draw: the table has no rows");
    }
    if (columns.length == 0) {
      throw new IllegalArgumentException("there is nothing to draw: no column is named");
    }
    XYChart chart =
        new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle(x).build();
    if (columns.length == 1) {
      chart.setYAxisTitle(columns[0]);
    }
    style(chart);
    double[] xs = table.numberColumn(x).asDoubleArray();
    boolean nonNegative =
        Stream.of(columns).allMatch(column -> table.numberColumn(column).min() >= 0);
    if (nonNegative) {
      // Cut off below the lowest value, a small difference would look like a large one.
      chart.getStyler().setYAxisMin(0.0);
    }
    if (endHigh(table, columns)) {
      chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideSE);
    }
    for (String column : columns) {
      XYSeries series = chart.addSeries(column, xs, table.numberColumn(column).asDoubleArray());
      series.setMarker(xs.length <= MOST_MARKS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    }
    return chart;
  }

  /** Tells whether curves end in the upper right, where the legend would cover them. */
  private static boolean endHigh(Table table, String... columns) {
    double highest = Double.NEGATIVE_INFINITY;
    double highestEnd = Double.NEGATIVE_INFINITY;
    for (String column : columns) {
      double[] values = table.numberColumn(column).asDoubleArray();
      highest = Math.max(highest, table.numberColumn(column).max());
      highestEnd = Math.max(highestEnd, values[values.length - 1]);
    }
    return highestEnd > highest / 2;
  }

  private static void style(XYChart chart) {
    var style = chart.getStyler();
    style.setSeriesColors(Style.SERIES);
    style.setSeriesLines(new BasicStroke[] {new BasicStroke(2f)});
    style.setMarkerSize(6);
    style.setChartBackgroundColor(Color.WHITE);
    style.setChartFontColor(Style.INK);
    style.setChartTitleFont(Style.TITLE);
    style.setLegendFont(Style.TEXT);
    style.setLegendPosition(Styler.LegendPosition.InsideNE);
    style.setLegendBorderColor(Style.FAINT);
    style.setPlotBorderVisible(false);
    style.setPlotGridLinesColor(Style.FAINT);
    style.setAxisTickLabelsFont(Style.TEXT);
    style.setAxisTitleFont(Style.TEXT);
    // Without a pattern of its own, 0.05 is written .05, and 15,000 as 1.5E4.
    style.setYAxisDecimalPattern("#,##0.####");
    style.setXAxisDecimalPattern("#,##0.####");
  }
}
