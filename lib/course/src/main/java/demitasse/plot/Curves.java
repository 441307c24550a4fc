package demitasse.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.regex.Pattern;
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

  /** Longer names than this, all together, do not fit side by side. */
  private static final int LONGEST_LEGEND = 64;

  /** Beyond so many points, marks would run into one another. */
  private static final int MOST_MARKS = 40;

  /** More than the 0.0001 within which XChart takes spaces to be even. */
  private static final double UNSEEN = 2e-4;

  private Curves() {}

  /**
   * Returns a chart. What the names of all columns end in, such as loss of {@code loss} and {@code
   * val_loss}, becomes the title of the vertical axis.
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
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Vertical);
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
    chart.setYAxisTitle(whatAllEndIn(columns));
    style(chart);
    boolean fits = String.join("", columns).length() <= LONGEST_LEGEND;
    chart
        .getStyler()
        .setLegendLayout(fits ? Styler.LegendLayout.Horizontal : Styler.LegendLayout.Vertical);
    double[] xs = drawn(table, x);
    if (comesNearZero(table, columns)) {
      // Cut off below the lowest value, a small difference would look like a large one.
      chart.getStyler().setYAxisMin(0.0);
    }
    for (String column : columns) {
      XYSeries series = chart.addSeries(column, xs, drawn(table, column));
      series.setMarker(xs.length <= MOST_MARKS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    }
    return chart;
  }

  /**
   * Returns a column's numbers to draw. Where many are evenly spaced, to 0.0001, XChart sets its
   * ticks at every so manieth of them, 0, 302, 604, and their labels run into one another; else it
   * looks for round numbers. So one of many is moved by what nobody sees.
   */
  private static double[] drawn(Table table, String column) {
    double[] values = table.numberColumn(column).asDoubleArray();
    double range = table.numberColumn(column).max() - table.numberColumn(column).min();
    if (values.length > MOST_MARKS && range > 1000 * UNSEEN) {
      values[1] += UNSEEN;
    }
    return values;
  }

  /** Tells whether the curves fill at least half of an axis that begins at 0. */
  private static boolean comesNearZero(Table table, String... columns) {
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (String column : columns) {
      lowest = Math.min(lowest, table.numberColumn(column).min());
      highest = Math.max(highest, table.numberColumn(column).max());
    }
    return lowest >= 0 && lowest <= highest / 2;
  }

  /** Returns the longest end, of whole words, that the names have in common; else nothing. */
  private static String whatAllEndIn(String... names) {
    String end = names[0];
    while (!end.isEmpty() && !allEndIn(end, names)) {
      int word = Math.min(position(end, '_'), position(end, ' '));
      end = end.substring(word);
    }
    return end;
  }

  /** Returns where the next word begins behind a separator. */
  private static int position(String name, char separator) {
    int at = name.indexOf(separator);
    return at < 0 ? name.length() : at + 1;
  }

  private static boolean allEndIn(String end, String... names) {
    return Stream.of(names)
        .allMatch(name -> name.equals(end) || name.matches(".*[_ ]" + Pattern.quote(end)));
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
    // Below, for inside it would hide some curve or other.
    style.setLegendPosition(Styler.LegendPosition.OutsideS);
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
