package demitasse.plot;

import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Layers.conv2d;
import static demitasse.layer.Layers.dense;
import static demitasse.layer.Layers.input;
import static demitasse.model.Models.sequential;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import demitasse.inspect.FeatureMaps;
import demitasse.inspect.Filters;
import demitasse.model.Autoencoders;
import demitasse.model.Classifiers;
import demitasse.model.ResNet50;
import demitasse.model.Sequential;
import java.awt.Color;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class PicturesTest {
  private static BufferedImage gray(float value) {
    float[] values = new float[28 * 28];
    java.util.Arrays.fill(values, value);
    return GrayImage.image(values, 28, 28);
  }

  private static int brightness(BufferedImage image, int x, int y) {
    return new Color(image.getRGB(x, y)).getRed();
  }

  @Test
  void grayGoesFromBlackToWhiteRowByRow() {
    BufferedImage image = GrayImage.image(new float[] {0, 0.5f, 1, -3, 7, 0.2f}, 2, 3);
    assertEquals(3, image.getWidth());
    byte[] raw = (byte[]) image.getRaster().getDataElements(0, 0, 3, 2, null);
    assertEquals(List.of(0, 128, 255, 0, 255, 51), bytes(raw));
    assertThrows(IllegalArgumentException.class, () -> GrayImage.image(new float[5], 2, 3));
  }

  @Test
  void stretchedTakesTheLargestForWhite() {
    BufferedImage image = GrayImage.stretched(new float[] {0, 2, 8, 4}, 2, 2);
    assertEquals(
        List.of(0, 64, 255, 128),
        bytes((byte[]) image.getRaster().getDataElements(0, 0, 2, 2, null)));
    BufferedImage silent = GrayImage.stretched(new float[4], 2, 2);
    assertEquals(
        List.of(0, 0, 0, 0), bytes((byte[]) silent.getRaster().getDataElements(0, 0, 2, 2, null)));
  }

  private static List<Integer> bytes(byte[] raw) {
    return java.util.stream.IntStream.range(0, raw.length).mapToObj(i -> raw[i] & 0xff).toList();
  }

  @Test
  void gridPutsWhatBelongsTogetherSideBySide() {
    BufferedImage grid =
        ImageGrid.columns(
            List.of("original", "reconstruction"),
            List.of(List.of(gray(0), gray(0)), List.of(gray(1), gray(0))));
    int quarter = grid.getWidth() / 4;
    int upper = grid.getHeight() / 3;
    int lower = grid.getHeight() - 30;
    assertEquals(0, brightness(grid, quarter, upper));
    assertEquals(255, brightness(grid, grid.getWidth() - quarter, upper));
    assertEquals(0, brightness(grid, grid.getWidth() - quarter, lower));
  }

  @Test
  void gridFillsRowByRowAndTakesAShortLastRow() {
    BufferedImage five = ImageGrid.image(List.of(gray(0), gray(0), gray(0), gray(0), gray(0)), 3);
    BufferedImage six =
        ImageGrid.image(List.of(gray(0), gray(0), gray(0), gray(0), gray(0), gray(0)), 3);
    assertEquals(six.getWidth(), five.getWidth());
    assertEquals(six.getHeight(), five.getHeight());
    assertEquals(5 * Colors.count(six, Color.BLACK), 6 * Colors.count(five, Color.BLACK));
  }

  @Test
  void aRowHasNoMorePlacesThanImages() {
    List<BufferedImage> two = List.of(gray(0), gray(0));
    BufferedImage row = ImageGrid.image(two, 2);
    for (int columns : new int[] {100, Integer.MAX_VALUE}) {
      BufferedImage wide = ImageGrid.image(two, columns);
      assertEquals(row.getWidth(), wide.getWidth());
      assertEquals(row.getHeight(), wide.getHeight());
      BufferedImage captioned = ImageGrid.captioned(two, List.of("a", "b"), columns);
      assertEquals(ImageGrid.captioned(two, List.of("a", "b"), 2).getWidth(), captioned.getWidth());
    }
  }

  @Test
  void gridRefusesWhatCannotBeDrawn() {
    assertThrows(IllegalArgumentException.class, () -> ImageGrid.image(List.of(), 3));
    assertThrows(IllegalArgumentException.class, () -> ImageGrid.image(List.of(gray(0)), 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> ImageGrid.columns(List.of("one"), List.of(List.of(gray(0)), List.of(gray(0)))));
    BufferedImage larger = GrayImage.image(new float[32 * 32], 32, 32);
    assertThrows(
        IllegalArgumentException.class, () -> ImageGrid.image(List.of(gray(0), larger), 2));
  }

  @Test
  void pixelPlotOfAColorPictureHasNoBarOfGrays() {
    BufferedImage red = new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 28; i++) {
      red.setRGB(i, i, 0xff0000);
    }
    BufferedImage plot = PixelPlot.image(red, "a line");
    // The marks of the axes touch the edge.
    assertEquals(28 * 12 * 12, Colors.count(plot, Color.RED), 6);
    assertTrue(plot.getWidth() < PixelPlot.image(gray(0), "label 5").getWidth());
  }

  @Test
  void pixelPlotShowsThePictureAndTheWholeColorBar() {
    BufferedImage plot = PixelPlot.image(gray(0), "label 5");
    assertTrue(Colors.count(plot, Color.BLACK) >= 336 * 336);
    assertTrue(plot.getWidth() > 336 + 60 && plot.getHeight() > 336 + 60);
  }

  @Test
  void autoencoderIsDrawnAsAnHourglass() {
    BufferedImage diagram = AutoencoderDiagram.image(Autoencoders.dense784());
    // Three high bars of 784 in one colour; the latent layer of 64 in another, √(64/784) as high.
    double high = Colors.count(diagram, Palette.MAIN) / 3.0;
    double low = Colors.count(diagram, Palette.ACCENT);
    assertEquals(Math.sqrt(64.0 / 784), low / high, 0.02);
    Sequential flat = sequential(input(784), dense(64, RELU), dense(784, RELU));
    assertThrows(IllegalArgumentException.class, () -> AutoencoderDiagram.image(flat));
  }

  @Test
  void manyLayersAreNotWiderThanAPage() {
    BufferedImage diagram = AutoencoderDiagram.image(Autoencoders.convolutional(RELU));
    assertTrue(diagram.getWidth() <= 920, "width " + diagram.getWidth());
  }

  @Test
  void mapsAndFiltersSayTheirRange() {
    List<BufferedImage> maps = FeatureMaps.images(new float[] {0, 2, 1, 1}, new Shape(2, 1, 2));
    assertEquals(
        "Grid of 2 images in 1 row. They show map 0 from 0.00 to 2.00; map 1 all 1.00.",
        ImageGrid.image(maps, 2).getProperty("comment"));
    Sequential model = sequential(input(1, 4, 4), conv2d(1, 2, RELU));
    model.setWeights(new float[] {0.5f, -1, 0, 0.25f}, new float[] {0});
    assertEquals(
        "filter 0 from -1.00 to 0.500",
        Filters.images(model, "conv2d").get(0).getProperty("comment"));
  }

  @Test
  void featureMapsShareOneScale() {
    float[] output = {-1, 0, 1, 3, 1, 1, 1, 1};
    List<BufferedImage> maps = FeatureMaps.images(output, new Shape(2, 2, 2));
    assertEquals(2, maps.size());
    assertEquals(List.of(0, 64, 128, 255), raw(maps.get(0)));
    assertEquals(List.of(128, 128, 128, 128), raw(maps.get(1)));
    assertEquals(1, FeatureMaps.images(new float[4], new Shape(1, 2, 2)).size(), "all alike");
    assertThrows(
        IllegalArgumentException.class, () -> FeatureMaps.images(new float[7], new Shape(2, 2, 2)));
    assertThrows(
        IllegalArgumentException.class, () -> FeatureMaps.images(new float[8], new Shape(8)));
  }

  @Test
  void featureMapsTakeNumbersOfEverySize() {
    float max = Float.MAX_VALUE;
    Shape two = new Shape(2, 1, 2);
    for (float[] output :
        new float[][] {
          {0, 1e-9f, 0, 1e-9f}, {1e9f, 1e9f + 64, 1e9f, 1e9f + 64}, {-max, max, 0, 0}
        }) {
      assertEquals(List.of(0, 255), raw(FeatureMaps.images(output, two).get(0)), output[0] + " …");
    }
    float[] gaps = {Float.NaN, 4, Float.POSITIVE_INFINITY, 2};
    assertEquals(List.of(0, 255), raw(FeatureMaps.images(gaps, two).get(0)));
    assertEquals(List.of(255, 0), raw(FeatureMaps.images(gaps, two).get(1)));
    assertEquals(List.of(128, 128), raw(FeatureMaps.images(new float[] {7, 7, 7, 7}, two).get(1)));
  }

  private static List<Integer> raw(BufferedImage gray) {
    return bytes(
        (byte[]) gray.getRaster().getDataElements(0, 0, gray.getWidth(), gray.getHeight(), null));
  }

  @Test
  void filtersAreGrayForOneChannelAndColoredForThree() {
    try (var gray = sequential(input(1, 4, 4), conv2d(2, 2, RELU));
        var colored = sequential(input(3, 4, 4), conv2d(1, 1, RELU).name("first"))) {
      gray.seed(1);
      gray.network().weights().get(0).set(new float[] {0, 2, -2, 1, 0, 0, 0, 0});
      List<BufferedImage> filters = Filters.images(gray, "conv2d");
      assertEquals(2, filters.size());
      assertEquals(128, brightness(filters.get(0), 0, 0));
      assertEquals(255, brightness(filters.get(0), 1, 0));
      assertEquals(0, brightness(filters.get(0), 0, 1));
      gray.network().weights().get(0).set(new float[] {0, 2e-9f, Float.NaN, 1e-9f, 0, 0, 0, 0});
      BufferedImage small = Filters.images(gray, "conv2d").get(0);
      assertEquals(255, brightness(small, 1, 0), "of weights that are all small");
      assertEquals(0, brightness(small, 0, 1), "not a number");
      colored.seed(1);
      colored.network().weights().get(0).set(new float[] {1, 0, -1});
      Color color = new Color(Filters.images(colored, "first").get(0).getRGB(0, 0));
      assertEquals(new Color(255, 128, 0), color);
      assertThrows(IllegalArgumentException.class, () -> Filters.images(colored, "second"));
    }
    try (var deep = Classifiers.cifar100()) {
      deep.seed(1);
      assertThrows(IllegalArgumentException.class, () -> Filters.images(deep, "conv2d_1"));
      assertThrows(IllegalArgumentException.class, () -> Filters.images(deep, "flatten"));
    }
  }

  @Test
  void diagramHasABoxForEachLayerAndAnArrowForEachConnection() {
    Sequential model = ResNet50.of(input(3, 32, 32), 100);
    Diagram diagram = Diagram.layOut(model);
    int layers = model.network().nodes().size();
    int connections = model.network().nodes().stream().mapToInt(node -> node.inputs().size()).sum();
    assertEquals(layers + 16, connections, "each of the 16 sums takes two");
    List<Diagram.Box> boxes = diagram.boxes();
    assertEquals(layers + 1, boxes.size(), "one for each, and one for the input");
    assertEquals(connections, diagram.layout().arrows().size());
    assertTrue(boxes.stream().anyMatch(b -> b.title().equals("conv5_block3_2_conv: Conv2D")));
    assertEquals("(100)", boxes.get(layers).shape());
    List<Rectangle2D> places = diagram.layout().boxes();
    for (int i = 0; i < places.size(); i++) {
      for (int k = 0; k < i; k++) {
        assertFalse(places.get(i).intersects(places.get(k)), "boxes " + i + " and " + k);
      }
    }
    BufferedImage image = Diagram.image(model);
    assertTrue(Colors.count(image, Style.INK) > 10_000);
    assertTrue(image.getHeight() > 42 * 100, "a hundred layers stand below one another");
  }

  /**
   * Neither the boxes of a branch lean, nor does an arrow run through a box that is not its own.
   */
  @Test
  void branchesOfADiagramHangStraight() {
    Diagram diagram = Diagram.layOut(ResNet50.of(input(3, 32, 32), 100));
    List<Rectangle2D> places = diagram.layout().boxes();
    List<String> titles = diagram.boxes().stream().map(Diagram.Box::title).toList();
    String block = "conv2_block1_";
    double first = places.get(titles.indexOf(block + "1_conv: Conv2D")).getCenterX();
    for (String name : List.of("1_bn: BatchNormalization", "2_conv: Conv2D", "3_conv: Conv2D")) {
      assertEquals(first, places.get(titles.indexOf(block + name)).getCenterX(), 1, name);
    }
    for (List<Point2D> arrow : diagram.layout().arrows()) {
      for (int i = 1; i < arrow.size(); i++) {
        var stretch = new Line2D.Double(arrow.get(i - 1), arrow.get(i));
        long crossed =
            places.stream()
                .filter(box -> box.intersectsLine(stretch))
                .filter(box -> !box.intersects(around(arrow.get(0))))
                .filter(box -> !box.intersects(around(arrow.get(arrow.size() - 1))))
                .count();
        assertEquals(0, crossed, arrow.toString());
      }
    }
  }

  private static Rectangle2D around(Point2D point) {
    return new Rectangle2D.Double(point.getX() - 1, point.getY() - 1, 2, 2);
  }

  @Test
  void diagramOfAPartBeginsWithItsOwnInput() {
    Sequential decoder = Autoencoders.decoder(RELU);
    sequential(input(1, 28, 28), Autoencoders.encoder(RELU), decoder);
    List<Diagram.Box> boxes = Diagram.layOut(decoder).boxes();
    assertEquals("input", boxes.get(0).title());
    assertEquals("(64)", boxes.get(0).shape());
    assertTrue(boxes.stream().noneMatch(box -> box.title().startsWith("flatten")));
  }

  @Test
  void captionsMakeRoomForThemselves() {
    List<BufferedImage> two = List.of(gray(0), gray(0));
    BufferedImage bare = ImageGrid.image(two, 2);
    BufferedImage captioned =
        ImageGrid.captioned(two, List.of("8", "a caption that is wider than its picture"), 2);
    assertTrue(captioned.getHeight() > bare.getHeight());
    assertTrue(captioned.getWidth() > bare.getWidth());
    assertTrue(Colors.count(captioned, Color.BLACK) >= Colors.count(bare, Color.BLACK));
    assertThrows(IllegalArgumentException.class, () -> ImageGrid.captioned(two, List.of("one"), 2));
  }

  @Test
  void confusionPlotIsDarkOnTheDiagonalOfAPerfectClassifier() {
    int[][] perfect = {{5, 0}, {0, 9}};
    BufferedImage plot = ConfusionPlot.image(perfect, List.of("cat", "dog"));
    assertTrue(Colors.count(plot, Palette.MAIN) > 2 * 40 * 40 * 0.8, "two dark cells");
    int[][] random = {{5, 5}, {9, 9}};
    assertEquals(0, Colors.count(ConfusionPlot.image(random, List.of("cat", "dog")), Palette.MAIN));
    int[][] many = new int[100][100];
    BufferedImage hundred = ConfusionPlot.image(many, java.util.Collections.nCopies(100, "class"));
    assertTrue(hundred.getWidth() < 900 && hundred.getHeight() < 900);
    assertThrows(
        IllegalArgumentException.class, () -> ConfusionPlot.image(perfect, List.of("cat")));
    assertThrows(
        IllegalArgumentException.class,
        () -> ConfusionPlot.image(new int[][] {{1, 2}, {3}}, List.of("cat", "dog")));
  }

  @Test
  void barsAreAsLongAsTheirShares() {
    Table table =
        Table.create(
            StringColumn.create("class", "cat", "dog"),
            DoubleColumn.create("accuracy", 0.25, 0.75));
    BufferedImage bars = Bars.image("accuracy", table, "class", "accuracy");
    assertEquals(360 * 13, Colors.count(bars, Palette.MAIN));
    assertThrows(
        IllegalArgumentException.class,
        () -> Bars.image("accuracy", table.emptyCopy(), "class", "accuracy"));
    table.doubleColumn("accuracy").set(0, 1.5);
    assertThrows(
        IllegalArgumentException.class, () -> Bars.image("accuracy", table, "class", "accuracy"));
  }

  @Test
  void barsBeyondWhatAnybodyReadsAreCounted() {
    int many = 10_000;
    Table table =
        Table.create(
            StringColumn.create("class", IntStream.range(0, many).mapToObj("x"::repeat)),
            DoubleColumn.create("accuracy", IntStream.range(0, many).mapToDouble(i -> 1 + 1e-9)));
    BufferedImage bars = Bars.image("t".repeat(500), table, "class", "accuracy");
    assertTrue(bars.getHeight() < 6_000 && bars.getWidth() < 800, bars.toString());
    assertEquals(250 * 360 * 13, Colors.count(bars, Palette.MAIN));
    BufferedImage last = bars.getSubimage(0, bars.getHeight() - 30, bars.getWidth(), 20);
    assertTrue(Colors.count(last, Style.INK) > 10, "and 9,750 more");
  }

  @Test
  void gridsTakeEmptyColumnsAndRefuseWhatIsTooLarge() {
    BufferedImage grid =
        ImageGrid.columns(List.of("none", "one"), List.of(List.of(), List.of(gray(0))));
    assertTrue(Colors.count(grid, Color.BLACK) >= 112 * 112 * 0.9);
    assertThrows(
        IllegalArgumentException.class,
        () -> ImageGrid.columns(List.of("none"), List.of(List.of())));
    List<BufferedImage> all = Collections.nCopies(60_000, gray(0));
    String message =
        assertThrows(IllegalArgumentException.class, () -> ImageGrid.image(all, 10)).getMessage();
    assertTrue(message.contains("show fewer"), message);
    BufferedImage captioned = ImageGrid.captioned(List.of(gray(0)), List.of("c".repeat(10_000)), 1);
    assertTrue(captioned.getWidth() < 300);
  }

  @Test
  void picturesThatNobodyCouldLookAtAreRefused() {
    float[][] wide = new float[2][10_000];
    assertThrows(IllegalArgumentException.class, () -> NumberGrid.of("n", wide).image());
    var sketch = NeuronSketch.of(List.of("many"), List.of(new float[10_000]));
    assertThrows(IllegalArgumentException.class, sketch::image);
    int[][] counts = new int[20_000][0];
    Arrays.setAll(counts, i -> new int[0]);
    List<String> names = Collections.nCopies(20_000, "c");
    assertThrows(IllegalArgumentException.class, () -> ConfusionPlot.image(counts, names));
    assertThrows(
        IllegalArgumentException.class,
        () -> ConfusionPlot.image(new int[][] {{-1}}, List.of("negative")));
  }

  @Test
  void numbersAreWrittenShortAndRight() {
    assertEquals("3", Style.number(3));
    assertEquals("−2.50", Style.number(-2.5f));
    assertEquals("1e20", Style.number(1e20f));
    assertEquals("−∞", Style.number(Float.NEGATIVE_INFINITY));
    assertEquals("NaN", Style.number(Float.NaN));
    assertEquals("1e−5", Style.number(1e-5f));
    assertEquals("0", Style.number(-0f));
    assertEquals("123457", Style.number(123456.7f));
  }

  @Test
  void largeCountsFitIntoTheirCells() {
    int[][] counts = new int[20][20];
    Arrays.setAll(counts, i -> new int[20]);
    counts[0][0] = 12_345;
    List<String> names = IntStream.range(0, 20).mapToObj(Integer::toString).toList();
    BufferedImage plot = ConfusionPlot.image(counts, names);
    // White digits on the blue cell, and none on its white neighbours.
    long blue = Colors.count(plot, Palette.MAIN);
    assertTrue(blue < 31 * 31 - 20 && blue > 31 * 31 / 2, blue + " pixels of the cell");
  }

  @Test
  void grayTakesWhatIsNotFinite() {
    float[] values = {Float.NaN, Float.POSITIVE_INFINITY, 2, 4};
    assertEquals(List.of(0, 255, 128, 255), raw(GrayImage.stretched(values, 2, 2)));
    assertThrows(IllegalArgumentException.class, () -> GrayImage.image(new float[0], 0, 0));
    assertThrows(IllegalArgumentException.class, () -> GrayImage.image(values, -2, -2));
    assertThrows(
        IllegalArgumentException.class, () -> GrayImage.image(new float[0], 1 << 16, 1 << 16));
    BufferedImage line = PixelPlot.image(GrayImage.image(new float[400], 1, 400), "one row");
    assertTrue(line.getHeight() < 100);
  }
}
