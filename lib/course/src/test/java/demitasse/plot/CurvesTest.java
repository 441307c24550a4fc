package demitasse.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

@Timeout(60)
class CurvesTest {
  @Test
  void curvesDrawEachColumnInItsColor() {
    Table table =
        Table.create(
            IntColumn.create("epoch", new int[] {1, 2, 3}),
            DoubleColumn.create("loss", new double[] {3, 2, 1}),
            DoubleColumn.create("val_loss", new double[] {4, 3, 2.5}));
    BufferedImage both = Curves.image("losses", table, "epoch", "loss", "val_loss");
    assertTrue(Colors.count(both, Palette.MAIN) > 100);
    assertTrue(Colors.count(both, Palette.ACCENT) > 100);
    BufferedImage one = Curves.image("losses", table, "epoch", "loss");
    assertEquals(0, Colors.count(one, Palette.ACCENT));
    assertThrows(
        IllegalArgumentException.class,
        () -> Curves.image("x", table.emptyCopy(), "epoch", "loss"));
    assertThrows(IllegalArgumentException.class, () -> Curves.image("x", table, "epoch"));
  }

  @Test
  void curvesNameTheVerticalAxisByWhatAllColumnsEndIn() {
    DoubleColumn values = DoubleColumn.create("loss", new double[] {3, 2, 1});
    Table table =
        Table.create(
            IntColumn.create("epoch", new int[] {1, 2, 3}),
            values,
            values.copy().setName("val_loss"),
            values.copy().setName("B val_loss"),
            values.copy().setName("floss"));
    int without = leftOfCurves(Curves.image("x", table, "epoch", "loss", "floss"));
    for (String[] columns :
        new String[][] {{"loss"}, {"loss", "val_loss", "B val_loss"}, {"B val_loss", "val_loss"}}) {
      int with = leftOfCurves(Curves.image("x", table, "epoch", columns));
      assertTrue(with > without + 5, with + " is as far left as " + without);
    }
  }

  /** A title of the vertical axis moves the curves, of which the last hides the others. */
  private static int leftOfCurves(BufferedImage chart) {
    for (int x = 0; x < chart.getWidth(); x++) {
      BufferedImage column = chart.getSubimage(x, 0, 1, chart.getHeight() / 2);
      if (Stream.of(Palette.colors()).anyMatch(color -> Colors.count(column, color) > 0)) {
        return x;
      }
    }
    throw new AssertionError("no curves");
  }

  @Test
  void functionsShowWhereZeroIs() {
    double[] xs = {-2, -1, 0, 1, 2};
    Table table =
        Table.create(
            DoubleColumn.create("x", xs),
            DoubleColumn.create("relu", new double[] {0, 0, 0, 1, 2}),
            DoubleColumn.create("elu", new double[] {-0.86, -0.63, 0, 1, 2}));
    BufferedImage functions = Curves.functions("activations", table, "x", "relu", "elu");
    assertTrue(Colors.count(functions, Palette.MAIN) > 100);
    assertTrue(Colors.count(functions, Palette.ACCENT) > 100);
    BufferedImage one = Curves.functions("activations", table, "x", "relu");
    assertTrue(
        Colors.count(functions, Palette.MAIN) > 2 * Colors.count(one, Palette.MAIN),
        "only the first of several is broad");
    BufferedImage curves = Curves.image("activations", table, "x", "relu", "elu");
    assertTrue(
        Colors.count(functions, Color.LIGHT_GRAY) > 50 + Colors.count(curves, Color.LIGHT_GRAY));
  }

  @Test
  void aLineMarksAPlaceOfTheHorizontalAxis() {
    Table table = table(3, 2, 1, 1, 1);
    BufferedImage plain = Curves.image("losses", table, "epoch", "loss");
    BufferedImage early = Curves.marked("losses", table, "epoch", 2, "loss");
    BufferedImage late = Curves.marked("losses", table, "epoch", 4, "loss");
    assertEquals(OptionalInt.empty(), line(plain));
    double distance = line(late).getAsInt() - line(early).getAsInt();
    // Two of the four epochs' width, which is most of the chart's.
    assertEquals(0.4, distance / plain.getWidth(), 0.08);
    assertThrows(
        IllegalArgumentException.class, () -> Curves.marked("losses", table, "epoch", 9, "loss"));
    assertThrows(
        IllegalArgumentException.class,
        () -> Curves.marked("losses", table, "epoch", Double.NaN, "loss"));
  }

  /** Returns where an upright grey line stands. */
  private static OptionalInt line(BufferedImage image) {
    int grey = Color.LIGHT_GRAY.getRGB();
    return IntStream.range(0, image.getWidth())
        .filter(
            x ->
                IntStream.range(0, image.getHeight())
                        .filter(y -> image.getRGB(x, y) == grey)
                        .count()
                    > image.getHeight() / 2)
        .findFirst();
  }

  private static Table table(double... losses) {
    return Table.create(
        IntColumn.indexColumn("epoch", losses.length, 1), DoubleColumn.create("loss", losses));
  }

  static Stream<double[]> losses() {
    double max = Double.MAX_VALUE;
    double min = Double.MIN_VALUE;
    return Stream.of(
        new double[] {0.0504, 0.0174, 0.0122},
        new double[] {2.3, 5e3, 4e10, 1.8e33},
        new double[] {1e16, 1.1e16, 2e16},
        new double[] {1e16, 1e16 + 2, 1e16 + 4},
        new double[] {-max, 0, max},
        new double[] {max, max, max},
        new double[] {min, 2 * min, 3e-310},
        new double[] {1.5e-5, 1.2e-5, 1.1e-5},
        new double[] {1e-200, 2e-200},
        new double[] {0.99811, 0.99815, 0.99823},
        new double[] {1, 1 + 1e-8, 1 + 3e-8},
        new double[] {1, Math.nextUp(1), 1},
        new double[] {1e9, 1e9 + 0.5, 1e9 + 1},
        new double[] {-5, -3, -1e-3},
        new double[] {0, 0, 0},
        new double[] {0.3},
        new double[] {1, Double.POSITIVE_INFINITY, 2, Double.NaN, 3, 4, Double.NEGATIVE_INFINITY},
        new double[] {Double.NaN, Double.NaN, 7});
  }

  /** XChart alone finds no end beyond 1e16, and labels no tick near 1e-5 or 0.998. */
  @ParameterizedTest
  @MethodSource("losses")
  void everySizeOfNumbersHasACurveAndLabelledTicks(double[] losses) {
    BufferedImage chart = Curves.image("losses", table(losses), "epoch", "loss");
    BufferedImage plot = chart.getSubimage(0, 0, chart.getWidth(), 290);
    assertTrue(Colors.count(plot, Palette.MAIN) > 15, "the curve");
    int labels = lines(chart);
    assertTrue(labels >= 3 && labels <= 11, labels + " labels of the vertical axis");
    assertEquals(
        chart.getWidth(), Curves.functions("f", table(losses), "epoch", "loss").getWidth());
  }

  /** Counts the lines of text left of the curves, but for the axis' title. */
  private static int lines(BufferedImage chart) {
    int lines = 0;
    boolean inside = false;
    for (int y = 20; y < 320; y++) {
      boolean dark = false;
      for (int x = 20; x < 40; x++) {
        dark |= new Color(chart.getRGB(x, y)).getGreen() < 110;
      }
      lines += dark && !inside ? 1 : 0;
      inside = dark;
    }
    return lines;
  }

  @Test
  void ticksStandAtRoundNumbersWhateverTheSize() {
    assertEquals("0.9982", labelOf(0.9982, 0.99811, 0.99823));
    assertEquals("1.2e-5", labelOf(1.2e-5, 1.5e-5, 1.1e-5));
    assertEquals("5e32", labelOf(5e32, 0, 1.8e33));
    assertEquals("0.05", labelOf(0.05, 0, 0.08));
    assertEquals("15,000", labelOf(15_000, 0, 40_000));
    assertEquals("-1e308", labelOf(-1e308, -Double.MAX_VALUE, Double.MAX_VALUE));
    assertEquals("0", labelOf(0, -0.1, 0.1));
  }

  private static String labelOf(double value, double... range) {
    AxisScale scale = AxisScale.of(DoubleStream.of(range), 5);
    return scale.label(scale.units(value));
  }

  @Test
  void epochsAreNeverCutInHalves() {
    for (int epochs = 1; epochs < 60; epochs++) {
      AxisScale scale = AxisScale.of(IntStream.rangeClosed(1, epochs).asDoubleStream(), 6);
      double tick = scale.units(2) - scale.units(1);
      assertTrue(1000 % tick == 0 && tick <= 1000, epochs + " epochs: " + tick);
    }
  }

  @Test
  void manyEvenPointsAreDrawnInGoodTime() {
    int many = 150_000;
    Table line =
        Table.create(
            IntColumn.indexColumn("step", many, 0),
            DoubleColumn.create("y", IntStream.range(0, many).asDoubleStream()));
    BufferedImage chart = Curves.image("a line", line, "step", "y");
    assertEquals(330, lengthOf(chart, false), 10);
  }

  @Test
  void theNameAtTheEndTellsOfWhatIsNotFinite() {
    long plain = blueAtTheEnds(table(1, 1, 3));
    long gaps = blueAtTheEnds(table(1, Double.NaN, 3));
    assertTrue(gaps > plain + 20, gaps + " pixels of text are not more than " + plain);
  }

  /** Counts the dark pixels of the first curve's name. */
  private static long blueAtTheEnds(Table table) {
    table.addColumns(table.numberColumn("loss").asDoubleColumn().copy().setName("val_loss"));
    BufferedImage chart = Curves.image("losses", table, "epoch", "loss", "val_loss");
    long blue = 0;
    for (int y = 30; y < 75; y++) {
      for (int x = 500; x < chart.getWidth(); x++) {
        var color = new Color(chart.getRGB(x, y));
        blue += color.getRed() < 200 && color.getBlue() > color.getRed() + 30 ? 1 : 0;
      }
    }
    return blue;
  }

  @Test
  void namesStandAtTheEndsOfTheirCurvesAndApart() {
    Table table =
        Table.create(
            IntColumn.create("epoch", new int[] {1, 2, 3}),
            DoubleColumn.create("falling", new double[] {3, 2, 1}),
            DoubleColumn.create("rising", new double[] {1, 2, 3}),
            DoubleColumn.create("steady", new double[] {3, 3, 2.95}));
    BufferedImage far = Curves.image("x", table, "epoch", "falling", "rising");
    assertTrue(heightOfName(far, 1) < 80 && heightOfName(far, 0) > 200);
    BufferedImage near = Curves.image("x", table, "epoch", "steady", "rising");
    int apart = heightOfName(near, 0) - heightOfName(near, 1);
    assertTrue(apart >= 12 && apart < 40, apart + " pixels from one name to the next");
  }

  @Test
  void twoEpochsAreEnoughForNamesAtTheirPlaces() {
    Table table =
        Table.create(
            IntColumn.create("epoch", new int[] {1, 2}),
            DoubleColumn.create("falling", new double[] {5, 4}),
            DoubleColumn.create("staying", new double[] {5, 5}));
    BufferedImage chart = Curves.image("x", table, "epoch", "falling", "staying");
    assertTrue(heightOfName(chart, 1) < 80, "at the top");
    assertTrue(heightOfName(chart, 0) > 240, "at the bottom");
  }

  private static int heightOfName(BufferedImage chart, int place) {
    for (int y = 0; y < chart.getHeight(); y++) {
      // A piece of the curve's line stands before its name.
      if (Colors.count(chart.getSubimage(556, y, 34, 1), Palette.color(place, 2)) >= 10) {
        return y;
      }
    }
    throw new AssertionError("no name of curve " + place);
  }

  @Test
  void aLogarithmicAxisShowsSmallAndLargeNumbers() {
    Table table = table(1, 0.1, 0.01, 0.001, 1e-4);
    BufferedImage linear = Curves.image("x", table, "epoch", "loss");
    BufferedImage logarithmic = Curves.logarithmic("x", table, "epoch", "loss");
    assertTrue(heightOfEnd(linear, 4) - heightOfEnd(linear, 3) < 5, "cannot be told apart");
    assertTrue(heightOfEnd(logarithmic, 4) - heightOfEnd(logarithmic, 3) > 30);
    int labels = lines(logarithmic);
    assertTrue(labels >= 4 && labels <= 6, labels + " labels");
    LogScale scale = LogScale.of(DoubleStream.of(3e-9, 0.5, 0, -1, Double.NaN, 2e7), 5);
    assertEquals("0.01", scale.label(scale.units(0.01)));
    assertEquals("1e-8", scale.label(scale.units(1e-8)));
    assertEquals("1000000", scale.label(scale.units(1e6)));
    assertTrue(Double.isNaN(scale.units(0)) && scale.units(3e-9) >= scale.low());
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> Curves.logarithmic("x", table(0, -1), "epoch", "loss"))
            .getMessage()
            .contains("above 0"));
  }

  /** Returns how far down a curve stands at one of five points. */
  private static int heightOfEnd(BufferedImage chart, int point) {
    int left = leftOfCurves(chart);
    int right = chart.getWidth() - 1;
    while (Colors.count(chart.getSubimage(right, 0, 1, 300), Palette.MAIN) == 0) {
      right--;
    }
    int x = left + 4 + (right - left - 8) * point / 4;
    int lowest = 0;
    for (int y = 0; y < 300; y++) {
      lowest = chart.getRGB(x, y) == Palette.MAIN.getRGB() ? y : lowest;
    }
    return lowest;
  }

  @Test
  void namesStandToTheRightOfCurvesThatRunToTheLeft() {
    double[] xs = {1, 2, 3};
    double[] back = {3, 2, 1};
    List<double[]> falling = List.of(new double[] {3, 2, 1});
    List<double[]> rising = List.of(new double[] {1, 2, 3});
    BufferedImage right = Curves.spread("x", "rate", xs, "loss", Map.of("curve", falling));
    BufferedImage left = Curves.spread("x", "rate", back, "loss", Map.of("curve", rising));
    assertTrue(heightOfName(right, 0) > 200);
    assertEquals(heightOfName(right, 0), heightOfName(left, 0));
  }

  @Test
  void namesThatAreTooLongForAnAxisAreShortened() {
    Table table =
        Table.create(
            DoubleColumn.create("x".repeat(300), 0, 1), DoubleColumn.create("y".repeat(300), 0, 1));
    BufferedImage chart = Curves.image("t", table, "x".repeat(300), "y".repeat(300));
    BufferedImage edge = chart.getSubimage(0, 0, 3, chart.getHeight());
    assertEquals(3 * chart.getHeight(), Colors.count(edge, Color.WHITE));
  }

  @Test
  void aLineBreakInANameIsABlank() {
    Table broken = twoCurves("train\nloss", "val\terror");
    Table blank = twoCurves("train loss", "val error");
    assertTrue(
        same(
            Curves.image("a\nb", broken, "x", "train\nloss", "val\terror"),
            Curves.image("a b", blank, "x", "train loss", "val error")));
  }

  private static Table twoCurves(String first, String second) {
    return Table.create(
        DoubleColumn.create("x", 0, 1),
        DoubleColumn.create(first, 0, 1),
        DoubleColumn.create(second, 1, 0));
  }

  private static boolean same(BufferedImage a, BufferedImage b) {
    return Arrays.equals(
        a.getRGB(0, 0, a.getWidth(), a.getHeight(), null, 0, a.getWidth()),
        b.getRGB(0, 0, b.getWidth(), b.getHeight(), null, 0, b.getWidth()));
  }

  @Test
  void whereARunIsNotFiniteThereIsNoBand() {
    double endless = Double.POSITIVE_INFINITY;
    List<double[]> one = List.of(new double[] {1, endless}, new double[] {2, 3});
    List<double[]> both = List.of(new double[] {1, endless}, new double[] {2, endless});
    double[] xs = {1, 2};
    assertTrue(
        same(
            Curves.spread("x", "epoch", xs, "loss", Map.of("a", one)),
            Curves.spread("x", "epoch", xs, "loss", Map.of("a", both))));
  }

  @Test
  void runsAreDrawnAsTheirMeanInABand() {
    double[] xs = {1, 2, 3};
    List<double[]> near = List.of(new double[] {3, 2, 1}, new double[] {3.1, 2.1, 1.1});
    List<double[]> far = List.of(new double[] {3, 2, 1}, new double[] {5, 4, 3});
    long narrow = band(Curves.spread("x", "epoch", xs, "loss", Map.of("a", near)));
    long wide = band(Curves.spread("x", "epoch", xs, "loss", Map.of("a", far)));
    assertTrue(wide > 3 * narrow, wide + " pixels of a wide band, " + narrow + " of a narrow one");
    assertTrue(
        Figure.altOf(Curves.spread("x", "epoch", xs, "loss", Map.of("a", far)))
            .contains("a falls from 4 to 2, its runs ending between 1 and 3"));
    assertThrows(
        IllegalArgumentException.class,
        () -> Curves.spread("x", "epoch", xs, "loss", Map.of("a", List.of(new double[2]))));
    assertThrows(
        IllegalArgumentException.class,
        () -> Curves.spread("x", "epoch", xs, "loss", Map.of("a", List.of())));
    assertThrows(
        IllegalArgumentException.class, () -> Curves.spread("x", "epoch", xs, "loss", Map.of()));
  }

  /** Counts the pixels of the plot that are bluish and pale. */
  private static long band(BufferedImage chart) {
    long count = 0;
    for (int y = 40; y < 290; y++) {
      for (int x = 60; x < 500; x++) {
        var color = new Color(chart.getRGB(x, y));
        count += color.getRed() < 220 && color.getBlue() > color.getRed() + 30 ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void manyPointsLeaveTheirGapsAndTheirDashes() {
    double[] xs = IntStream.rangeClosed(0, 200).asDoubleStream().toArray();
    double[] level = IntStream.rangeClosed(0, 200).mapToDouble(i -> 1).toArray();
    double[] gap =
        IntStream.rangeClosed(0, 200).mapToDouble(i -> i < 150 ? 2 : Double.NaN).toArray();
    Table table =
        Table.create(
            DoubleColumn.create("x", xs),
            DoubleColumn.create("whole", level),
            DoubleColumn.create("dashed", level),
            DoubleColumn.create("gap", gap));
    long whole = lengthOf(Curves.image("", table, "x", "whole", "gap"), false);
    long dashed = lengthOf(Curves.image("", table, "x", "gap", "dashed"), true);
    long left = lengthOf(Curves.image("", table, "x", "gap", "whole"), false);
    assertTrue(dashed < 0.85 * whole && dashed > 0.4 * whole, dashed + " of " + whole);
    assertTrue(left < 0.85 * whole && left > 0.6 * whole, left + " of " + whole);
  }

  /** Counts the columns of the plot that have a reddish pixel, or a bluish one. */
  private static long lengthOf(BufferedImage chart, boolean reddish) {
    return IntStream.range(60, 440)
        .filter(
            x ->
                IntStream.range(12, 300)
                    .mapToObj(y -> new Color(chart.getRGB(x, y)))
                    .mapToInt(color -> color.getRed() - color.getBlue())
                    .anyMatch(difference -> reddish ? difference > 90 : difference < -90))
        .count();
  }

  /** Of a million points the outermost are drawn, wherever they are, and gaps are left. */
  @Test
  void aMillionPointsAreDrawnByTheirOutermost() {
    double[] xs = IntStream.range(0, 1_000_000).asDoubleStream().toArray();
    double[] flat = new double[xs.length];
    flat[123_456] = 1;
    flat[654_321] = -1;
    Table table = Table.create(DoubleColumn.create("x", xs), DoubleColumn.create("y", flat));
    BufferedImage peaks = Curves.image("peaks", table, "x", "y");
    int[] rows = rowsOf(peaks, Palette.MAIN);
    assertTrue(rows[1] - rows[0] > 180, "the peaks span rows " + rows[0] + " to " + rows[1]);

    double[] few = {0, 1, 2, 3};
    double[] steps = {0, -1, 1, 0};
    Table small = Table.create(DoubleColumn.create("x", few), DoubleColumn.create("y", steps));
    int[] expected = rowsOf(Curves.image("peaks", small, "x", "y"), Palette.MAIN);
    assertEquals(expected[0], rows[0], 4);
    assertEquals(expected[1], rows[1], 4);

    IntStream.range(400_000, 600_000).forEach(i -> flat[i] = Double.NaN);
    Table gap = Table.create(DoubleColumn.create("x", xs), DoubleColumn.create("y", flat));
    long whole = lengthOf(peaks, false);
    long parted = lengthOf(Curves.image("peaks", gap, "x", "y"), false);
    assertTrue(parted < 0.85 * whole && parted > 0.6 * whole, parted + " of " + whole);
    double[] noise = new Random(1).doubles(xs.length).toArray();
    Map<String, List<double[]>> runs = Map.of("noise", List.of(noise, flat));
    int[] mean = rowsOf(Curves.spread("noise", "x", xs, "y", runs), Palette.MAIN);
    assertTrue(mean[1] - mean[0] > 55, "the mean spans rows " + mean[0] + " to " + mean[1]);
  }

  /** Returns the first and the last row that has this colour. */
  private static int[] rowsOf(BufferedImage image, Color color) {
    var rows =
        IntStream.range(0, image.getHeight())
            .filter(
                y ->
                    IntStream.range(0, image.getWidth())
                        .anyMatch(x -> image.getRGB(x, y) == color.getRGB()))
            .summaryStatistics();
    return new int[] {rows.getMin(), rows.getMax()};
  }

  @Test
  void aCurveThatEndsEarlySaysWhere() {
    double[] xs = {1, 2, 3};
    assertEquals("loss", CurveChart.Curve.of("loss", xs).label(xs));
    double[] early = {0.3, 0.2, Double.NaN};
    assertEquals("loss (ends at 2)", CurveChart.Curve.of("loss", early).label(xs));
    double[] late = {Double.NaN, 0.3, Double.NaN};
    assertEquals("loss (2 of 3 not finite)", CurveChart.Curve.of("loss", late).label(xs));
    double[] none = {Double.NaN, Double.NaN, Double.POSITIVE_INFINITY};
    assertEquals("loss (3 of 3 not finite)", CurveChart.Curve.of("loss", none).label(xs));
  }

  @Test
  void columnsMayBeDrawnTwiceHaveNoNameOrBeMany() {
    Table twice = table(3, 2, 1);
    assertTrue(
        Colors.count(Curves.image("x", twice, "epoch", "loss", "loss"), Palette.ACCENT) > 50);
    twice.column("loss").setName("");
    assertTrue(Colors.count(Curves.image("", twice, "epoch", ""), Palette.MAIN) > 50);
    Table many = table(3, 2, 1);
    IntStream.range(0, 30)
        .forEach(i -> many.addColumns(DoubleColumn.create("net " + i + " loss", i, i + 1, i)));
    String[] names = many.columnNames().stream().skip(1).toArray(String[]::new);
    BufferedImage chart = Curves.image("nets", many, "epoch", names);
    assertTrue(chart.getHeight() > 360 + 20 * 29, "room for the legend");
    for (int i = 0; i < names.length; i++) {
      assertTrue(Colors.count(chart, Palette.color(i, names.length)) > 10, names[i]);
    }
  }

  @Test
  void columnsThatAreNotThereOrHoldNoNumbersAreNamed() {
    Table table = table(3, 2).addColumns(StringColumn.create("note", "a", "b"));
    assertEquals(
        "the table has no column \"val_loss\"; there are [epoch, loss, note]",
        refusal(table, "epoch", "loss", "val_loss"));
    assertEquals("the column \"note\" holds no numbers", refusal(table, "epoch", "note"));
    assertEquals("the column \"note\" holds no numbers", refusal(table, "note", "loss"));
    assertTrue(refusal(table, "step", "loss").contains("no column \"step\""));
  }

  private static String refusal(Table table, String x, String... columns) {
    return assertThrows(
            IllegalArgumentException.class, () -> Curves.image("losses", table, x, columns))
        .getMessage();
  }
}
