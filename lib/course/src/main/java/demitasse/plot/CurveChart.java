package demitasse.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Curves over one axis, drawn by XChart. Names stand at the curves' ends, or in a legend. */
final class CurveChart {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;

  /** About what the axes take of the width, in pixels, and leave of the height. */
  private static final int BESIDE_PLOT = 130;

  private static final int PLOT_HEIGHT = 250;
  private static final int TITLE_WIDTH = 540;
  private static final int LEGEND_ROW = 20;

  /** Longer names than this, all together, do not fit side by side. */
  private static final int LONGEST_LEGEND = 64;

  /** Longer names than this, each, do not fit at all. */
  private static final int WIDEST_NAME = 560;

  /** Beyond so many points, marks would run into one another. */
  private static final int MOST_MARKS = 40;

  /** Names stand between these heights, so far to the right of the last point. */
  private static final int HIGHEST = 36;

  private static final int LOWEST = HEIGHT - 44;
  private static final int BESIDE = 10;
  private static final float THIN = 2;
  private static final float BROAD = 6;
  private static final int BAND_OPACITY = 56;
  private static final int TICKS_ACROSS = 6;
  private static final int TICKS_UP = 5;

  /**
   * One curve.
   *
   * @param least below it the band about the curve ends; the values themselves, if it has none
   * @param largest above it the band ends
   */
  record Curve(String name, double[] values, double[] least, double[] largest) {
    static Curve of(String name, double[] values) {
      return new Curve(name, values, values, values);
    }

    boolean hasBand() {
      return least != values;
    }

    long gaps() {
      return DoubleStream.of(values).filter(value -> !Double.isFinite(value)).count();
    }

    /** Tells whether values are missing at the end only: the curve is shorter than others. */
    boolean endsEarly() {
      int first = 0;
      while (first < values.length && Double.isFinite(values[first])) {
        first++;
      }
      return first > 0 && first == values.length - gaps();
    }

    /** Returns what stands beside the curve: its name, and what is missing of it. */
    String label(double[] xs) {
      String text = name;
      if (gaps() > 0 && endsEarly()) {
        text += " (ends at " + AltText.number(xs[(int) (values.length - gaps()) - 1]) + ")";
      } else if (gaps() > 0) {
        text += String.format(Locale.ROOT, " (%,d of %,d not finite)", gaps(), values.length);
      }
      return Style.shortened(text, Style.TEXT, WIDEST_NAME);
    }

    DoubleStream all() {
      return Stream.of(values, least, largest).flatMapToDouble(DoubleStream::of);
    }
  }

  private final String title;
  private final String x;
  private final double[] xs;
  private final String y;
  private final List<Curve> curves;
  private final List<String> labels;
  private final Scale across;
  private final Scale up;
  private final boolean functions;
  private final double mark; // where an upright line stands; NaN for none

  CurveChart(String title, String x, double[] xs, String y, List<Curve> curves) {
    this(title, x, xs, y, curves, linear(curves), false, Double.NaN);
  }

  private CurveChart(
      String title,
      String x,
      double[] xs,
      String y,
      List<Curve> curves,
      Scale up,
      boolean functions,
      double mark) {
    this.title = title;
    this.x = x;
    this.xs = xs;
    this.y = y;
    this.curves = curves;
    this.labels = curves.stream().map(curve -> curve.label(xs)).toList();
    this.across = AxisScale.of(DoubleStream.of(xs), TICKS_ACROSS);
    this.up = up;
    this.functions = functions;
    this.mark = mark;
  }

  CurveChart logarithmic() {
    return new CurveChart(
        title, x, xs, y, curves, LogScale.of(all(curves), TICKS_UP), functions, mark);
  }

  /** Returns the chart with a line at 0, and the first curve of several drawn broadly. */
  CurveChart functions() {
    return new CurveChart(title, x, xs, y, curves, up, true, 0);
  }

  /** Returns the chart with an upright line at this place of the horizontal axis. */
  CurveChart marked(double at) {
    return new CurveChart(title, x, xs, y, curves, up, functions, at);
  }

  private static Scale linear(List<Curve> curves) {
    return AxisScale.of(all(curves), TICKS_UP).fromZeroIfNear(TICKS_UP);
  }

  private static DoubleStream all(List<Curve> curves) {
    return curves.stream().flatMapToDouble(Curve::all);
  }

  BufferedImage draw() {
    // The title of the axis names a single curve.
    boolean named =
        curves.stream().anyMatch(curve -> !curve.name().isBlank())
            && (curves.size() > 1 || !labels.get(0).equals(y));
    boolean atEnds = named && EndLabels.fit(labels);
    boolean legend = named && !atEnds;
    int margin = atEnds ? EndLabels.width(labels) : 0;
    List<Trace> traces = IntStream.range(0, curves.size()).mapToObj(this::trace).toList();
    XYChart chart = build(WIDTH - margin, legend, traces);
    BufferedImage canvas = Style.canvas(WIDTH, chart.getHeight());
    Graphics2D g = Style.pen(canvas);
    // On whole pixels a curve of many short stretches would get teeth.
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    chart.paint(g, chart.getWidth(), chart.getHeight());
    if (isTraced(legend)) {
      drawTraces(g, traces);
    }
    if (atEnds) {
      g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_NORMALIZE);
      g.setFont(Style.TEXT);
      endLabels(traces).draw(g);
    }
    g.dispose();
    return Figure.alt(canvas, description());
  }

  private XYChart build(int width, boolean legend, List<Trace> traces) {
    boolean sideBySide = String.join("", labels).length() <= LONGEST_LEGEND;
    int below = legend && !sideBySide ? LEGEND_ROW * (curves.size() - 1) : 0;
    int titleWidth = Math.min(TITLE_WIDTH, width - LEGEND_ROW);
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(HEIGHT + below)
            .title(Style.shortened(title, Style.titleFont(title, titleWidth), titleWidth))
            .xAxisTitle(Style.shortened(x, Style.TEXT, titleWidth))
            .yAxisTitle(Style.shortened(y, Style.TEXT, PLOT_HEIGHT))
            .build();
    var style = chart.getStyler();
    style.setLegendVisible(legend);
    style.setLegendLayout(
        sideBySide ? Styler.LegendLayout.Horizontal : Styler.LegendLayout.Vertical);
    style.setChartTitleFont(Style.titleFont(title, titleWidth));
    style(chart);
    scale(chart);
    if (!Double.isNaN(mark)) {
      addMark(chart);
    }
    IntStream.range(0, curves.size()).forEach(place -> addBand(chart, place));
    IntStream.range(0, curves.size())
        .forEach(place -> addCurve(chart, place, legend, traces.get(place)));
    return chart;
  }

  private static void style(XYChart chart) {
    var style = chart.getStyler();
    style.setMarkerSize(6);
    style.setChartBackgroundColor(Color.WHITE);
    style.setChartFontColor(Style.INK);
    style.setLegendFont(Style.TEXT);
    // Below, for inside it would hide some curve or other.
    style.setLegendPosition(Styler.LegendPosition.OutsideS);
    style.setLegendBorderColor(Style.FAINT);
    style.setPlotBorderVisible(false);
    style.setPlotGridLinesColor(Style.FAINT);
    style.setAxisTickLabelsFont(Style.TEXT);
    style.setAxisTitleFont(Style.TEXT);
  }

  private void scale(XYChart chart) {
    var style = chart.getStyler();
    style.setXAxisMin(across.low());
    style.setXAxisMax(across.high(xs.length));
    style.setYAxisMin(up.low());
    style.setYAxisMax(up.high(xs.length));
    int width = chart.getWidth() - BESIDE_PLOT;
    style.setXAxisTickMarkSpacingHint((int) Math.round(width / across.ticks()));
    style.setYAxisTickMarkSpacingHint((int) Math.round(PLOT_HEIGHT / up.ticks()));
    style.setXAxisTickLabelsFormattingFunction(across::label);
    style.setYAxisTickLabelsFormattingFunction(up::label);
  }

  private void addMark(XYChart chart) {
    double at = across.units(mark);
    XYSeries line =
        chart.addSeries("mark", new double[] {at, at}, new double[] {up.low(), up.high(1)});
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(Color.LIGHT_GRAY);
    line.setLineStyle(new BasicStroke(THIN));
    line.setShowInLegend(false);
  }

  /** The band runs along the least values and comes back along the largest. */
  private void addBand(XYChart chart, int place) {
    Curve curve = curves.get(place);
    if (!curve.hasBand()) {
      return;
    }
    double[] least = units(curve.least());
    double[] largest = units(curve.largest());
    List<double[]> edge = new ArrayList<>();
    IntStream.of(Thinning.of(least)).forEach(i -> edge.add(point(i, least[i])));
    int[] back = Thinning.of(largest);
    for (int i = back.length - 1; i >= 0; i--) {
      edge.add(point(back[i], largest[back[i]]));
    }
    edge.removeIf(point -> !Double.isFinite(point[1]));
    if (edge.isEmpty()) {
      return;
    }
    XYSeries band =
        chart.addSeries(
            "band " + place,
            edge.stream().mapToDouble(point -> point[0]).toArray(),
            edge.stream().mapToDouble(point -> point[1]).toArray());
    band.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
    Color color = color(place);
    band.setFillColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), BAND_OPACITY));
    band.setLineColor(new Color(0, 0, 0, 0));
    band.setMarker(SeriesMarkers.NONE);
    band.setShowInLegend(false);
  }

  private void addCurve(XYChart chart, int place, boolean legend, Trace mark) {
    double[] values = units(curves.get(place).values());
    int[] drawn = Thinning.of(values);
    // XChart wants names that differ; columns may be drawn twice, or have no name at all.
    XYSeries series =
        chart.addSeries(
            "curve " + place,
            IntStream.of(drawn).mapToDouble(i -> across.units(xs[i])).toArray(),
            at(drawn, values));
    series.setLabel(labels.get(place));
    series.setShowInLegend(!labels.get(place).isBlank());
    series.setMarker(mark);
    series.setLineColor(color(place));
    series.setMarkerColor(color(place));
    series.setLineStyle(isTraced(legend) ? SeriesLines.NONE : line(place));
  }

  private Trace trace(int place) {
    Marker mark = xs.length <= MOST_MARKS ? Palette.mark(place) : SeriesMarkers.NONE;
    double[] values = units(curves.get(place).values());
    return new Trace(mark, at(Thinning.of(values), values));
  }

  private double[] units(double[] values) {
    return DoubleStream.of(values).map(up::units).toArray();
  }

  private double[] point(int i, double value) {
    return new double[] {across.units(xs[i]), value};
  }

  /** Returns the values at these places. */
  static double[] at(int[] places, double[] values) {
    return IntStream.of(places).mapToDouble(i -> values[i]).toArray();
  }

  /** XChart draws stretch by stretch, and a short one has no room for a dash and its gap. */
  private boolean isTraced(boolean legend) {
    return !legend && xs.length > MOST_MARKS;
  }

  private void drawTraces(Graphics2D g, List<Trace> traces) {
    for (int place = 0; place < traces.size(); place++) {
      g.setColor(color(place));
      g.setStroke(line(place));
      g.draw(traces.get(place).path());
    }
  }

  private BasicStroke line(int place) {
    return Palette.line(place, isBroad(place) ? BROAD : THIN);
  }

  private boolean isBroad(int place) {
    return functions && place == 0 && curves.size() > 1;
  }

  private Color color(int place) {
    return Palette.color(place, curves.size());
  }

  /** A curve without any point has its name at the bottom. */
  private EndLabels endLabels(List<Trace> traces) {
    int right =
        traces.stream()
            .filter(Trace::isDrawn)
            .mapToInt(Trace::x)
            .max()
            .orElseGet(() -> WIDTH - EndLabels.width(labels) - 2 * BESIDE);
    List<EndLabels.Label> ends = new ArrayList<>();
    for (int place = 0; place < curves.size(); place++) {
      if (!labels.get(place).isBlank()) {
        Trace end = traces.get(place);
        ends.add(
            new EndLabels.Label(
                labels.get(place),
                color(place),
                place,
                end.isDrawn() ? end.x() : right,
                end.isDrawn() ? end.y() : LOWEST));
      }
    }
    return new EndLabels(ends, right + BESIDE, HIGHEST, LOWEST);
  }

  private String description() {
    List<String> parts =
        curves.stream()
            .map(
                curve ->
                    AltText.trend(curve.name().isBlank() ? "it" : curve.name(), curve.values())
                        + (curve.hasBand() ? range(curve) : ""))
            .toList();
    String axis = x.isBlank() ? "x" : x;
    String over =
        xs.length < 2
            ? "one " + axis + ": "
            : "over %s from %s to %s: "
                .formatted(axis, AltText.number(xs[0]), AltText.number(xs[xs.length - 1]));
    return AltText.sentence("Line chart", title, over + AltText.list(parts));
  }

  private static String range(Curve curve) {
    int last = curve.values().length - 1;
    return Double.isFinite(curve.least()[last]) && Double.isFinite(curve.largest()[last])
        ? ", its runs ending between %s and %s"
            .formatted(AltText.number(curve.least()[last]), AltText.number(curve.largest()[last]))
        : "";
  }
}
