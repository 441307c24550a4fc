package demitasse.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What pictures say of themselves. */
class FigureTest {
  private static final BufferedImage GRAY = GrayImage.image(new float[100], 10, 10);

  /** The name is that which the JDK reserves for descriptions, and which kernels look for. */
  private static String said(BufferedImage image) {
    return image.getProperty("comment") instanceof String text ? text : "";
  }

  @Test
  void anImageTakesAnAlternativeTextAndKeepsItsPixels() {
    BufferedImage seven = Figure.alt(GrayImage.image(new float[] {0, 0.5f, 1, 0}, 2, 2), "a seven");
    assertEquals("a seven", said(seven));
    assertArrayEquals(
        GrayImage.image(new float[] {0, 0.5f, 1, 0}, 2, 2).getRGB(0, 0, 2, 2, null, 0, 2),
        seven.getRGB(0, 0, 2, 2, null, 0, 2));
    assertEquals("a one", said(Figure.alt(seven, "a one")));
    assertThrows(IllegalArgumentException.class, () -> Figure.alt(seven, " "));
  }

  @Test
  void aCaptionMakesRoomForItsLinesAndIsHeardToo() {
    BufferedImage shown = Figure.alt(GRAY, "a square.");
    BufferedImage one = Figure.caption(shown, "Look at the middle.");
    assertEquals("a square. Look at the middle.", said(one));
    assertTrue(one.getHeight() > GRAY.getHeight());
    BufferedImage more = Figure.caption(shown, "Look at the middle. ".repeat(20));
    assertTrue(more.getHeight() > one.getHeight() + 60, "a long caption has many lines");
    assertEquals(one.getWidth(), more.getWidth());
    assertThrows(IllegalArgumentException.class, () -> Figure.caption(shown, ""));
  }

  @Test
  void curvesSayHowTheyGo() {
    Table table =
        Table.create(
            IntColumn.create("epoch", new int[] {1, 2, 3}),
            DoubleColumn.create("loss", new double[] {0.0912, 0.02, 0.0101}),
            DoubleColumn.create("val_loss", new double[] {0.09, 0.03, 0.05}),
            DoubleColumn.create("lost", new double[] {Double.NaN, Double.NaN, Double.NaN}));
    assertEquals(
        "Line chart \"Training\": over epoch from 1 to 3: loss falls from 0.0912 to 0.0101; "
            + "val_loss falls from 0.09 to 0.05, with a minimum of 0.03; "
            + "lost has no finite value.",
        said(Curves.image("Training", table, "epoch", "loss", "val_loss", "lost")));
  }

  @Test
  void oneValueIsNoCurve() {
    Table table =
        Table.create(IntColumn.create("epoch", new int[] {1}), DoubleColumn.create("loss", 0.25));
    assertEquals(
        "Line chart \"Training\": one epoch: loss is 0.25.",
        said(Curves.image("Training", table, "epoch", "loss")));
  }

  @Test
  void aMapSaysWhereItsClassesLie() {
    float[][] points = {{0, 0}, {8, 0}, {0, 8}, {8, 8}, {4, 4}, {4, 0}, {0, 4}};
    List<String> names = List.of("a", "b", "c", "d", "e", "f", "g");
    assertEquals(
        "Map \"m\": 7 points of 7 classes: a at the bottom left; b at the bottom right;"
            + " c at the top left; d at the top right; e in the middle; f at the bottom;"
            + " g on the left.",
        said(Scatter.image("m", points, new int[] {0, 1, 2, 3, 4, 5, 6}, names)));
  }

  @Test
  void everyKindOfPictureSaysWhatItShows() {
    Table shares =
        Table.create(
            StringColumn.create("class", "cat", "dog"), DoubleColumn.create("share", 0.5, 0.25));
    assertEquals(
        "Bar chart \"Animals\": cat 50.0 %; dog 25.0 %.",
        said(Bars.image("Animals", shares, "class", "share")));
    assertEquals(
        "Confusion matrix of 2 classes: 7 of 10 are on the diagonal;"
            + " the most frequent mistake is dog for cat, 2 times.",
        said(ConfusionPlot.image(new int[][] {{3, 2}, {1, 4}}, List.of("cat", "dog"))));
    assertEquals(
        "Tables of numbers: in (1 × 2) 1, −2; out (1 × 4) 0.50, −1.00, 0.00, 0.00.",
        said(
            NumberGrid.row(
                "→",
                NumberGrid.of("in", new float[][] {{1, -2}}),
                NumberGrid.of("out", new float[][] {{0.5f, -1, 0, -0f}}))));
    assertEquals(
        "Neurons, layer by layer: x 1, 2; y 3 (crossed out).",
        said(
            NeuronSketch.of(List.of("x", "y"), List.of(new float[] {1, 2}, new float[] {3}))
                .cross(1, 0)
                .image()));
    assertEquals(
        "Image \"A square\": grey image of 10 × 10 pixels.",
        said(PixelPlot.image(GRAY, "A square")));
    float[][] points = {{0, 0}, {0, 0}, {9, 9}};
    String map = said(Scatter.image("Map", points, new int[] {0, 0, 1}, List.of("one", "two")));
    assertEquals(
        "Map \"Map\": 3 points of 2 classes: one at the bottom left; two at the top right.", map);
    String clusters =
        said(
            ClusterPlot.of("E", points, new int[] {0, 0, 1}, new float[][] {{0, 0}, {9, 9}})
                .image());
    assertEquals("Clusters \"E\": cluster 0 has 2 points; cluster 1 has 1 point.", clusters);
  }

  @Test
  void aGridSaysWhatItsImagesSayOrCountsThem() {
    assertEquals(
        "Grid of 3 images in 2 rows.", said(ImageGrid.image(List.of(GRAY, GRAY, GRAY), 2)));
    BufferedImage cat = Figure.alt(GRAY, "cat");
    BufferedImage dog = Figure.alt(GRAY, "dog");
    assertEquals(
        "Grid of 3 images in 2 rows. They show cat; dog; cat.",
        said(ImageGrid.image(List.of(cat, dog, cat), 2)));
    BufferedImage one = Figure.alt(GRAY, "One.");
    BufferedImage two = Figure.alt(GRAY, "Two.");
    assertEquals("One. Two.", said(ImageGrid.image(List.of(one, two), 2)));
    assertEquals("One. Two.", said(ImageGrid.row(one, two)));
    assertEquals(
        "Grid of 2 images in 1 row, by column: left; right.",
        said(ImageGrid.columns(List.of("left", "right"), List.of(List.of(GRAY), List.of(GRAY)))));
    assertEquals(
        "An image. Caption: a cat.", said(ImageGrid.captioned(List.of(GRAY), List.of("a cat"), 1)));
    assertEquals("An image. It shows cat.", said(ImageGrid.image(List.of(cat), 1)));
    assertEquals(
        "Grid of 2 images in 1 row. Captions: a; b.",
        said(ImageGrid.captioned(List.of(GRAY, GRAY), List.of("a", "b"), 2)));
    assertTrue(
        AnimatedGif.html(List.of(GRAY, one), 100)
            .contains("alt=\"Animation of 2 frames. The last one: One.\""));
    assertTrue(AnimatedGif.html(List.of(GRAY), 100).contains("alt=\"Animation of 1 frame.\""));
  }

  @Test
  void blankNamesAreNotReadOut() {
    List<String> blank = List.of("", " ");
    List<List<BufferedImage>> rows = List.of(List.of(GRAY, GRAY), List.of(GRAY, GRAY));
    assertEquals(
        "Grid of 4 images in 2 rows. By row: one; two.",
        said(ImageGrid.table(blank, List.of("one", "two"), rows)));
    assertEquals(
        "Grid of 4 images in 2 rows, by column: one; two.",
        said(ImageGrid.table(List.of("one", "two"), blank, rows)));
    assertEquals(
        "Grid of 2 images in 1 row.", said(ImageGrid.captioned(List.of(GRAY, GRAY), blank, 2)));
  }
}
