package demitasse.plot;

import static demitasse.layer.Activation.RELU;
import static demitasse.layer.Layers.conv2d;
import static demitasse.layer.Layers.input;
import static demitasse.layer.Layers.maxPooling2d;
import static demitasse.model.Models.sequential;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.model.Sequential;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** The drawings that tell what happens: a filter that moves, a block, a way through a model. */
class StoriesTest {
  private static final float[][] INPUT = {{1, 2, 3, 0}, {0, 1, 2, 3}, {3, 0, 1, 2}, {2, 3, 0, 1}};
  private static final float[][] FILTER = {{1, 0}, {0, 2}};
  private static final BufferedImage SMALL = GrayImage.image(new float[16], 4, 4);

  @Test
  void aFilterTakesEachOfItsPlacesOnce() {
    List<BufferedImage> frames = SlidingWindow.frames(INPUT, FILTER, 1);
    assertEquals(9, frames.size());
    assertTrue(
        Figure.altOf(frames.get(0)).endsWith("The sum of the products: 1·1 + 2·0 + 0·0 + 1·2 = 3."),
        Figure.altOf(frames.get(0)));
    assertTrue(Figure.altOf(frames.get(0)).contains("3, …, … / …, …, … / …, …, …"));
    assertTrue(
        Figure.altOf(frames.get(8)).contains("feature map (3 × 3) 3, 6, 9 / 0, 3, 6 / 9, 0, 3"));
    long first = Colors.count(frames.get(0), Style.INK);
    assertTrue(Colors.count(frames.get(8), Style.INK) > first, "the map fills up");
    assertEquals(1, frames.stream().mapToInt(BufferedImage::getWidth).distinct().count());
  }

  @Test
  void stridesPassOverPlaces() {
    List<BufferedImage> frames = SlidingWindow.frames(INPUT, FILTER, 2);
    assertEquals(4, frames.size());
    assertTrue(Figure.altOf(frames.get(3)).contains("feature map (2 × 2) 3, 9 / 9, 3"));
    assertThrows(IllegalArgumentException.class, () -> SlidingWindow.frames(INPUT, FILTER, 0));
    assertThrows(IllegalArgumentException.class, () -> SlidingWindow.frames(FILTER, INPUT, 1));
  }

  @Test
  void aResidualBlockHasRoomForItsLayersAndItsShortcut() {
    BufferedImage two = ResidualSketch.image("block", List.of("conv", "conv"), "identity");
    BufferedImage three =
        ResidualSketch.image("block", List.of("conv", "conv", "conv"), "identity");
    BufferedImage layer = ResidualSketch.image("block", List.of("conv", "conv"), "conv 1 × 1");
    assertTrue(three.getHeight() > two.getHeight() + 30);
    assertTrue(layer.getWidth() > two.getWidth());
    assertEquals(
        "Residual block \"block\": x goes through F, made of conv; conv; the shortcut is"
            + " conv 1 × 1; the sum of both goes through ReLU.",
        Figure.altOf(layer));
    assertTrue(Colors.count(two, Palette.ACCENT) > 200, "the shortcut");
    assertThrows(
        IllegalArgumentException.class, () -> ResidualSketch.image("block", List.of(), "identity"));
  }

  @Test
  void anImageGoesThroughAnAutoencoder() {
    BufferedImage white = GrayImage.image(new float[] {1, 1, 1, 1}, 2, 2);
    BufferedImage path = CodePath.image(SMALL, new float[] {0, 5, -1, 2, 3}, SMALL);
    assertTrue(Figure.altOf(path).contains("4 × 4 pixels"), Figure.altOf(path));
    assertTrue(Figure.altOf(path).contains("5 numbers"), Figure.altOf(path));
    BufferedImage silent = CodePath.image(SMALL, new float[4], SMALL);
    assertTrue(
        Colors.count(silent, java.awt.Color.BLACK) > Colors.count(path, java.awt.Color.BLACK));
    assertThrows(IllegalArgumentException.class, () -> CodePath.image(SMALL, new float[4], white));
    assertThrows(IllegalArgumentException.class, () -> CodePath.image(SMALL, new float[0], SMALL));
  }

  @Test
  void aTableOfImagesHasNamesOnTwoSides() {
    List<List<BufferedImage>> rows = List.of(List.of(SMALL, SMALL), List.of(SMALL, SMALL));
    BufferedImage table = ImageGrid.table(List.of("a", "b"), List.of("a long name", "c"), rows);
    BufferedImage columns =
        ImageGrid.columns(List.of("a", "b"), List.of(List.of(SMALL, SMALL), List.of(SMALL, SMALL)));
    assertEquals(columns.getHeight(), table.getHeight());
    assertTrue(table.getWidth() > columns.getWidth() + 40);
    assertTrue(Figure.altOf(table).endsWith("by column: a; b. By row: a long name; c."));
    assertThrows(
        IllegalArgumentException.class,
        () -> ImageGrid.table(List.of("a", "b"), List.of("one"), rows));
    assertThrows(
        IllegalArgumentException.class,
        () -> ImageGrid.table(List.of("a"), List.of("one", "two"), rows));
  }

  @Test
  void theWholeDiagramIsTextThatCanBeEnlarged() throws Exception {
    Sequential model =
        sequential(input(1, 8, 8), conv2d(4, 3, RELU).strides(2).name("<c>"), maxPooling2d(3));
    String html = Diagram.html(model);
    Document page =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
    assertEquals("details", page.getDocumentElement().getTagName());
    assertEquals(3, page.getElementsByTagName("rect").getLength());
    assertEquals(2, page.getElementsByTagName("polyline").getLength());
    String convolution = page.getElementsByTagName("text").item(1).getTextContent();
    assertEquals("<c>: Conv2D, relukernel_size=3, strides=2 → (4, 3, 3)", convolution);
  }
}
