package demitasse.plot;

import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.input;
import static demitasse.model.Models.sequential;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.model.Sequential;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What every chart says when something that it needs is null, or holds a null. */
class MissingArgumentsTest {
  private static final String TITLE = "title";
  private static final float[][] POINTS = {{0, 0}, {1, 1}};
  private static final int[] LABELS = {0, 1};
  private static final List<String> NAMES = List.of("a", "b");
  private static final float[] VALUES = {0, 1, 2, 3};
  private static final float[][] GRID = {{0, 1}, {2, 3}};
  private static final BufferedImage IMAGE = GrayImage.image(VALUES, 2, 2);
  private static final List<BufferedImage> IMAGES = List.of(IMAGE, IMAGE);
  private static final Table TABLE =
      Table.create(
          DoubleColumn.create("x", 1, 2),
          DoubleColumn.create("y", 0.5, 0.25),
          StringColumn.create("name", "a", "b"));
  private static final Sequential MODEL =
      sequential(
          input(2), sequential(dense(1, RELU)).name("in"), sequential(dense(2, RELU)).name("out"));

  private interface Call {
    Object with(Object[] arguments);
  }

  /** A chart with arguments that are right. */
  private record Chart(String name, Call call, Object... arguments) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Chart> charts() {
    return Stream.of(numbersDrawn(), maps(), images(), sketches()).flatMap(each -> each);
  }

  @SuppressWarnings("unchecked")
  private static Stream<Chart> images() {
    return Stream.of(
        new Chart("alt", a -> Figure.alt((BufferedImage) a[0], (String) a[1]), IMAGE, TITLE),
        new Chart(
            "caption", a -> Figure.caption((BufferedImage) a[0], (String) a[1]), IMAGE, TITLE),
        new Chart(
            "code",
            a -> CodePath.image((BufferedImage) a[0], (float[]) a[1], (BufferedImage) a[2]),
            IMAGE,
            VALUES,
            IMAGE),
        new Chart(
            "table",
            a ->
                ImageGrid.table(
                    (List<String>) a[0], (List<String>) a[1], (List<List<BufferedImage>>) a[2]),
            NAMES,
            NAMES,
            List.of(IMAGES, IMAGES)),
        new Chart("GIF", a -> AnimatedGif.bytes((List<BufferedImage>) a[0], 100), IMAGES),
        new Chart("gray", a -> GrayImage.image((float[]) a[0], 2, 2), VALUES),
        new Chart("stretched", a -> GrayImage.stretched((float[]) a[0], 2, 2), VALUES),
        new Chart("between", a -> GrayImage.between((float[]) a[0], 2, 2, 0, 1), VALUES),
        new Chart("grid", a -> ImageGrid.image((List<BufferedImage>) a[0], 2), IMAGES),
        new Chart(
            "images in a row",
            a -> ImageGrid.row((BufferedImage[]) a[0]),
            new Object[] {new BufferedImage[] {IMAGE, IMAGE}}),
        new Chart(
            "columns",
            a -> ImageGrid.columns((List<String>) a[0], (List<List<BufferedImage>>) a[1]),
            NAMES,
            List.of(IMAGES, IMAGES)),
        new Chart(
            "captioned",
            a -> ImageGrid.captioned((List<BufferedImage>) a[0], (List<String>) a[1], 2),
            IMAGES,
            NAMES),
        new Chart(
            "pixels", a -> PixelPlot.image((BufferedImage) a[0], (String) a[1]), IMAGE, TITLE));
  }

  @SuppressWarnings("unchecked")
  private static Stream<Chart> numbersDrawn() {
    return Stream.of(
        new Chart(
            "path",
            a ->
                ContourPlot.of(TITLE, "x", "y", Double::sum, 0, 1, 0, 1)
                    .path((String) a[0], (List<float[]>) a[1]),
            TITLE,
            List.of(new float[2])),
        new Chart(
            "spread",
            a ->
                Curves.spread(
                    (String) a[0],
                    (String) a[1],
                    (double[]) a[2],
                    (String) a[3],
                    (Map<String, List<double[]>>) a[4]),
            TITLE,
            "x",
            new double[] {1},
            "y",
            Map.of("a", List.of(new double[] {1}))),
        new Chart(
            "bars",
            a -> Bars.image((String) a[0], (Table) a[1], (String) a[2], (String) a[3]),
            TITLE,
            TABLE,
            "name",
            "y"),
        new Chart(
            "confusion",
            a -> ConfusionPlot.image((int[][]) a[0], (List<String>) a[1]),
            new int[][] {{1, 0}, {0, 1}},
            NAMES),
        new Chart(
            "curves",
            a -> Curves.image((String) a[0], (Table) a[1], (String) a[2], (String[]) a[3]),
            TITLE,
            TABLE,
            "x",
            new String[] {"y"}),
        new Chart(
            "functions",
            a -> Curves.functions((String) a[0], (Table) a[1], (String) a[2], (String[]) a[3]),
            TITLE,
            TABLE,
            "x",
            new String[] {"y"}));
  }

  @SuppressWarnings("unchecked")
  private static Stream<Chart> sketches() {
    return Stream.of(
        new Chart(
            "block",
            a -> ResidualSketch.image((String) a[0], (List<String>) a[1], (String) a[2]),
            TITLE,
            NAMES,
            "identity"),
        new Chart(
            "sliding window",
            a -> SlidingWindow.frames((float[][]) a[0], (float[][]) a[1], 1),
            GRID,
            GRID),
        new Chart("autoencoder", a -> AutoencoderDiagram.image((Sequential) a[0]), MODEL),
        new Chart("diagram", a -> Diagram.image((Sequential) a[0]), MODEL),
        new Chart(
            "sketch",
            a -> NeuronSketch.of((List<String>) a[0], (List<float[]>) a[1]),
            NAMES,
            List.of(VALUES, VALUES)),
        new Chart("numbers", a -> NumberGrid.of((String) a[0], (float[][]) a[1]), TITLE, GRID),
        new Chart(
            "flat numbers", a -> NumberGrid.of((String) a[0], (float[]) a[1], 2), TITLE, VALUES),
        new Chart(
            "window",
            a -> NumberGrid.of(TITLE, GRID).window(0, 0, (float[][]) a[0]),
            new Object[] {GRID}),
        new Chart(
            "row",
            a -> NumberGrid.row((String) a[0], (NumberGrid[]) a[1]),
            "",
            new NumberGrid[] {NumberGrid.of(TITLE, GRID)}));
  }

  @SuppressWarnings("unchecked")
  private static Stream<Chart> maps() {
    return Stream.of(
        new Chart(
            "clusters",
            a -> ClusterPlot.of((String) a[0], (float[][]) a[1], (int[]) a[2], (float[][]) a[3]),
            TITLE,
            POINTS,
            LABELS,
            POINTS),
        new Chart(
            "clusters before",
            a -> ClusterPlot.of(TITLE, POINTS, LABELS, POINTS).previous((float[][]) a[0]),
            new Object[] {POINTS}),
        new Chart(
            "hover",
            a -> HoverMap.html((float[][]) a[0], (int[]) a[1], (List<String>) a[2]),
            POINTS,
            LABELS,
            NAMES),
        new Chart(
            "scatter",
            a -> Scatter.image((String) a[0], (float[][]) a[1], (int[]) a[2], (List<String>) a[3]),
            TITLE,
            POINTS,
            LABELS,
            NAMES),
        new Chart(
            "panel",
            a -> Scatter.panel((String) a[0], (float[][]) a[1], (int[]) a[2], (List<String>) a[3]),
            TITLE,
            POINTS,
            LABELS,
            NAMES),
        new Chart(
            "thumbnails",
            a ->
                ThumbnailMap.image(
                    (String) a[0], (float[][]) a[1], (int[]) a[2], 2, (List<BufferedImage>) a[3]),
            TITLE,
            POINTS,
            LABELS,
            IMAGES));
  }

  @ParameterizedTest
  @MethodSource("charts")
  void nothingMayBeNullAndTheErrorSaysWhat(Chart chart) {
    assertDoesNotThrow(() -> chart.call().with(chart.arguments()));
    for (int i = 0; i < chart.arguments().length; i++) {
      refuses(chart, i, null);
      Object right = chart.arguments()[i];
      if (right instanceof Object[] all) {
        Object[] spoiled = all.clone();
        spoiled[0] = null;
        refuses(chart, i, spoiled);
      } else if (right instanceof List<?> all) {
        List<Object> spoiled = new ArrayList<>(all);
        spoiled.set(0, null);
        refuses(chart, i, spoiled);
      }
    }
  }

  private static void refuses(Chart chart, int argument, Object value) {
    Object[] arguments = chart.arguments().clone();
    arguments[argument] = value;
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> chart.call().with(arguments),
            "argument " + argument);
    assertTrue(e.getMessage().endsWith(" must not be null"), e.getMessage());
  }

  @Test
  void aPlotThatIsNotDrawnYetSaysWhatItIs() {
    assertEquals(
        "a plot of 2 points and 2 centers; image() draws it",
        ClusterPlot.of(TITLE, POINTS, LABELS, POINTS).toString());
  }

  @Test
  void whatMakesNoSenseIsRefusedByName() {
    NumberGrid grid = NumberGrid.of(TITLE, GRID);
    refuses("the border must be at least 0 wide, got -1", () -> grid.border(-1));
    refuses("a block has a side of at least 1, got 0", () -> grid.blocks(0));
    refuses(
        "a filter needs rows of one length, at least 1",
        () -> grid.window(0, 0, new float[][] {{1, 2}, {3}}));
    refuses(
        "a filter needs rows of one length, at least 1", () -> grid.window(0, 0, new float[0][]));
    refuses(
        "black and white are two different numbers, not 1.0 and 1.0",
        () -> GrayImage.between(VALUES, 2, 2, 1, 1));
    refuses(
        "black and white are two different numbers, not NaN and 1.0",
        () -> GrayImage.between(VALUES, 2, 2, Float.NaN, 1));
    refuses(
        "the frames of an animation must be of one size: image 1 has 4 × 1 pixels, image 0 2 × 2",
        () -> AnimatedGif.bytes(List.of(IMAGE, GrayImage.image(VALUES, 1, 4)), 100));
    refuses(
        "the table has no column \"accuracy\"; there are [x, y, name]",
        () -> Bars.image(TITLE, TABLE, "name", "accuracy"));
    refuses(
        "the table has no column \"names\"; there are [x, y, name]",
        () -> Bars.image(TITLE, TABLE, "names", "y"));
    refuses("the column \"name\" holds no numbers", () -> Bars.image(TITLE, TABLE, "name", "name"));
  }

  @Test
  void whatNoChartCanShowIsRefusedInItsOwnWords() {
    double[] one = {1};
    refuses("a chart needs at least 1 place, got 0", () -> spread(new double[0], Map.of()));
    refuses("a chart needs at least 1 experiment, got 0", () -> spread(one, Map.of()));
    refuses(
        "places must be finite, got [1.0, NaN]",
        () -> spread(new double[] {1, Double.NaN}, Map.of("a", List.of(new double[2]))));
    Map<String, List<double[]>> unnamed = new HashMap<>();
    unnamed.put(null, List.of(one));
    refuses("the name of an experiment must not be null", () -> spread(one, unnamed));
    refuses(
        "the ranges must be finite, got [0.0, NaN, 0.0, 1.0]",
        () -> ContourPlot.of(TITLE, "x", "y", Double::sum, 0, Double.NaN, 0, 1));
  }

  private static BufferedImage spread(double[] places, Map<String, List<double[]>> runs) {
    return Curves.spread(TITLE, "x", places, "y", runs);
  }

  private static void refuses(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
