package demitasse.plot;

import static demitasse.numeric.Arguments.given;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import tech.tablesaw.api.Table;

/**
 * Columns of a table drawn as curves over another: losses over epochs, above all. Values that are
 * not finite leave a gap, and the legend says how many there are.
 */
public final class Curves {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;

  /** About what the axes leave of that, in pixels. */
  private static final int PLOT_WIDTH = 510;

  private static final int PLOT_HEIGHT = 210;
  private static final int TITLE_WIDTH = 540;
  private static final int LEGEND_ROW = 20;

  /** Longer names than this, all together, do not fit side by side. */
  private static final int LONGEST_LEGEND = 64;

  /** Longer names than this, each, do not fit at all. */
  private static final int WIDEST_NAME = 560;

  /** More curves than this cannot be told apart. */
  private static final int MOST_CURVES = 60;

  /** Beyond so many points, marks would run into one another. */
  private static final int MOST_MARKS = 40;

  /** Round, or the many short stretches of a curve would have teeth. */
  private static final BasicStroke BROAD =
      new BasicStroke(6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

  private static final int TICKS_ACROSS = 6;
  private static final int TICKS_UP = 5;

  /** One column to draw, and what the legend says of it. */
  private record Curve(String name, double[] values) {
    String label() {
      long gaps = DoubleStream.of(values).filter(value -> !Double.isFinite(value)).count();
      String text =
          gaps == 0
              ? name
              : String.format(Locale.ROOT, "%s (%,d of %,d not finite)", name, gaps, values.length);
      return Style.shortened(text, Style.TEXT, WIDEST_NAME);
    }
  }

  private final XYChart chart;
  private final AxisScale across;
  private final AxisScale up;

  private Curves(String title, Table table, String x, String... columns) {
    given(title, "the title");
    given(table, "the table");
    given(columns, "the columns", "column");
    if (table.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to draw: the table has no rows");
    }
    if (columns.length == 0) {
      throw new IllegalArgumentException("there is nothing to draw: no column is named");
    }
    if (columns.length > MOST_CURVES) {
      throw new IllegalArgumentException(
          "nobody can tell " + columns.length + " curves apart: at most " + MOST_CURVES);
    }
    double[] xs = Columns.numbers(table, x);
    int[] rows = IntStream.range(0, xs.length).filter(i -> Double.isFinite(xs[i])).toArray();
    List<Curve> curves = new ArrayList<>();
    for (String column : columns) {
      double[] values = Columns.numbers(table, column);
      curves.add(new Curve(column, IntStream.of(rows).mapToDouble(i -> values[i]).toArray()));
    }
    double[] places = IntStream.of(rows).mapToDouble(i -> xs[i]).toArray();
    across = AxisScale.of(DoubleStream.of(places), TICKS_ACROSS);
    up =
        AxisScale.of(curves.stream().flatMapToDouble(c -> DoubleStream.of(c.values())), TICKS_UP)
            .fromZeroIfNear(TICKS_UP);
    boolean sideBySide = String.join("", columns).length() <= LONGEST_LEGEND;
    chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT + (sideBySide ? 0 : LEGEND_ROW * (columns.length - 1)))
            .title(Style.shortened(title, Style.titleFont(title, TITLE_WIDTH), TITLE_WIDTH))
            .xAxisTitle(x)
            .yAxisTitle(whatAllEndIn(columns))
            .build();
    boolean hasNames = Stream.of(columns).anyMatch(name -> !name.isBlank());
    style(title, sideBySide, hasNames, curves.size());
    scale(places.length);
    for (int i = 0; i < curves.size(); i++) {
      add(i, places, curves.get(i));
    }
  }

  /**
   * Returns a chart. What the names of all columns end in, such as loss of {@code loss} and {@code
   * val_loss}, becomes the title of the vertical axis.
   *
   * @param title stands above
   * @param table of one row for each point
   * @param x name of the column for the horizontal axis
   * @param columns names of the columns to draw, one curve each
   * @throws IllegalArgumentException if the table has no row, or no such column of numbers
   */
  public static BufferedImage image(String title, Table table, String x, String... columns) {
    return BitmapEncoder.getBufferedImage(new Curves(title, table, x, columns).chart);
  }

  /**
   * Returns a chart of functions: a grey line marks where the variable is 0, and the first function
   * of several is drawn broadly, so that it can be seen where the others run over it.
   *
   * @param title stands above
   * @param table of one row for each value of the variable
   * @param x name of the column of the variable
   * @param columns names of the columns of the functions' values
   * @throws IllegalArgumentException if the table has no row, or no such column of numbers
   */
  public static BufferedImage functions(String title, Table table, String x, String... columns) {
    var curves = new Curves(title, table, x, columns);
    if (columns.length > 1) {
      curves.chart.getSeries(name(0)).setLineStyle(BROAD);
    }
    curves.markZero();
    return BitmapEncoder.getBufferedImage(curves.chart);
  }

  private void markZero() {
    double zero = across.units(0);
    XYSeries line =
        chart.addSeries("zero", new double[] {zero, zero}, new double[] {up.low(), up.high(1)});
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(Color.GRAY);
    line.setLineStyle(new BasicStroke(1f));
    line.setShowInLegend(false);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNW);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Vertical);
  }

  private void scale(int points) {
    var style = chart.getStyler();
    style.setXAxisMin(across.low());
    style.setXAxisMax(across.high(points));
    style.setYAxisMin(up.low());
    style.setYAxisMax(up.high(points));
    style.setXAxisTickMarkSpacingHint((int) Math.round(PLOT_WIDTH / across.ticks()));
    style.setYAxisTickMarkSpacingHint((int) Math.round(PLOT_HEIGHT / up.ticks()));
    style.setXAxisTickLabelsFormattingFunction(across::label);
    style.setYAxisTickLabelsFormattingFunction(up::label);
  }

  private void add(int place, double[] xs, Curve curve) {
    XYSeries series =
        chart.addSeries(
            name(place),
            DoubleStream.of(xs).map(across::units).toArray(),
            DoubleStream.of(curve.values()).map(up::units).toArray());
    series.setLabel(curve.label());
    series.setShowInLegend(!curve.label().isBlank());
    series.setMarker(xs.length <= MOST_MARKS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
  }

  /** XChart wants names that differ; columns may be drawn twice, or have no name at all. */
  private static String name(int place) {
    return "curve " + place;
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

  private void style(String title, boolean sideBySide, boolean hasNames, int curves) {
    var style = chart.getStyler();
    style.setSeriesColors(
        curves <= Style.SERIES.length
            ? Style.SERIES
            : IntStream.range(0, curves)
                .mapToObj(i -> Style.classColor(i, curves))
                .toArray(Color[]::new));
    style.setSeriesLines(new BasicStroke[] {new BasicStroke(2f)});
    style.setMarkerSize(6);
    style.setChartBackgroundColor(Color.WHITE);
    style.setChartFontColor(Style.INK);
    style.setChartTitleFont(Style.titleFont(title, TITLE_WIDTH));
    style.setLegendFont(Style.TEXT);
    style.setLegendVisible(hasNames);
    // Below, for inside it would hide some curve or other.
    style.setLegendPosition(Styler.LegendPosition.OutsideS);
    style.setLegendLayout(
        sideBySide ? Styler.LegendLayout.Horizontal : Styler.LegendLayout.Vertical);
    style.setLegendBorderColor(Style.FAINT);
    style.setPlotBorderVisible(false);
    style.setPlotGridLinesColor(Style.FAINT);
    style.setAxisTickLabelsFont(Style.TEXT);
    style.setAxisTitleFont(Style.TEXT);
  }
}
