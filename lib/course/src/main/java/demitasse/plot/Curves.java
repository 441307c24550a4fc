package demitasse.plot;

import static demitasse.numeric.Arguments.check;
import static demitasse.numeric.Arguments.given;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/**
 * Columns of a table drawn as curves over another: losses over epochs, above all. Each curve has
 * its name at its right end. Values that are not finite leave a gap, and the name says how many
 * there are, or where the curve ends if they are the last ones.
 */
public final class Curves {
  /** More curves than this cannot be told apart. */
  private static final int MOST_CURVES = 60;

  private Curves() {}

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
    return chart(title, table, x, columns).draw();
  }

  /**
   * Returns the same chart with a logarithmic vertical axis, which shows values of very different
   * sizes: its ticks are powers of ten. Values that are not above 0 leave a gap.
   *
   * @param title stands above
   * @param table of one row for each point
   * @param x name of the column for the horizontal axis
   * @param columns names of the columns to draw, one curve each
   * @throws IllegalArgumentException if the table has no row, no such column of numbers, or no
   *     number above 0
   */
  public static BufferedImage logarithmic(String title, Table table, String x, String... columns) {
    return chart(title, table, x, columns).logarithmic().draw();
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
    return chart(title, table, x, columns).functions().draw();
  }

  /**
   * Returns a chart with a grey line at one place of the horizontal axis, such as a setting whose
   * effect the curves show.
   *
   * @param title stands above
   * @param table of one row for each point
   * @param x name of the column for the horizontal axis
   * @param at where the line stands, between the least and the largest value of that column
   * @param columns names of the columns to draw, one curve each
   * @throws IllegalArgumentException if the table has no row, no such column of numbers, or if the
   *     line would stand outside
   */
  public static BufferedImage marked(
      String title, Table table, String x, double at, String... columns) {
    CurveChart chart = chart(title, table, x, columns);
    var range =
        DoubleStream.of(Columns.numbers(table, x)).filter(Double::isFinite).summaryStatistics();
    if (!(at >= range.getMin() && at <= range.getMax())) {
      throw new IllegalArgumentException(
          "the line at %s is not between %s and %s"
              .formatted(at, AltText.number(range.getMin()), AltText.number(range.getMax())));
    }
    return chart.marked(at).draw();
  }

  /**
   * Returns a chart of experiments that were run several times, with other seeds: a curve through
   * the means of each, in a band from the least to the largest value.
   *
   * @param title stands above
   * @param x title of the horizontal axis
   * @param xs places of the values on it; finite
   * @param y title of the vertical axis
   * @param runs the values of each run, by the name of the experiment, in the order in which they
   *     are drawn; as many values as there are places
   * @throws IllegalArgumentException if there is no place or one that is not finite, no experiment
   *     or one without a run, or if a run has another number of values
   */
  public static BufferedImage spread(
      String title, String x, double[] xs, String y, Map<String, List<double[]>> runs) {
    given(title, "the title");
    given(x, "the title of the horizontal axis");
    given(xs, "the places");
    given(y, "the title of the vertical axis");
    given(runs, "the runs");
    check(xs.length > 0, "a chart needs at least 1 place", 0);
    if (!DoubleStream.of(xs).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("places must be finite, got " + Arrays.toString(xs));
    }
    check(!runs.isEmpty(), "a chart needs at least 1 experiment", 0);
    requireFew(runs.size());
    List<CurveChart.Curve> curves = new ArrayList<>();
    runs.forEach((name, values) -> curves.add(spreadOf(name, xs.length, values)));
    return new CurveChart(title, x, xs, y, curves).draw();
  }

  private static CurveChart.Curve spreadOf(String name, int places, List<double[]> runs) {
    given(name, "the name of an experiment");
    given(runs, "the runs of " + name, "run");
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("\"" + name + "\" has no run");
    }
    for (double[] run : runs) {
      if (run.length != places) {
        throw new IllegalArgumentException(
            "a run of \"%s\" has %d values for %d places".formatted(name, run.length, places));
      }
    }
    double[] mean = new double[places];
    double[] least = new double[places];
    double[] largest = new double[places];
    for (int i = 0; i < places; i++) {
      int place = i;
      var summary = runs.stream().mapToDouble(run -> run[place]).summaryStatistics();
      mean[i] = summary.getAverage();
      // Where there is no mean, there is no band either.
      boolean known = Double.isFinite(mean[i]);
      least[i] = known ? summary.getMin() : Double.NaN;
      largest[i] = known ? summary.getMax() : Double.NaN;
    }
    return new CurveChart.Curve(name, mean, least, largest);
  }

  private static CurveChart chart(String title, Table table, String x, String... columns) {
    given(title, "the title");
    given(table, "the table");
    given(columns, "the columns", "column");
    if (table.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to draw: the table has no rows");
    }
    if (columns.length == 0) {
      throw new IllegalArgumentException("there is nothing to draw: no column is named");
    }
    requireFew(columns.length);
    double[] xs = Columns.numbers(table, x);
    int[] rows = IntStream.range(0, xs.length).filter(i -> Double.isFinite(xs[i])).toArray();
    if (rows.length == 0) {
      throw new IllegalArgumentException(
          "there is nothing to draw: the column \"" + x + "\" has no finite number");
    }
    List<CurveChart.Curve> curves =
        Stream.of(columns)
            .map(
                column ->
                    CurveChart.Curve.of(
                        column, CurveChart.at(rows, Columns.numbers(table, column))))
            .toList();
    return new CurveChart(title, x, CurveChart.at(rows, xs), whatAllEndIn(columns), curves);
  }

  private static void requireFew(int curves) {
    if (curves > MOST_CURVES) {
      throw new IllegalArgumentException(
          "nobody can tell " + curves + " curves apart: at most " + MOST_CURVES);
    }
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
}
