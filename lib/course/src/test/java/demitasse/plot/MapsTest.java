package demitasse.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class MapsTest {
  private static final float[][] POINTS = {{0, 0}, {10, 0}, {10, 5}, {-10, 5}};
  private static final int[] LABELS = {0, 1, 1, 2};
  private static final List<String> NAMES = List.of("zero", "one", "<two>");

  @Test
  void scatterDrawsEachClassInItsColour() {
    BufferedImage panel = Scatter.panel("map", POINTS, LABELS, NAMES);
    long one = Colours.count(panel, Style.classColour(0, 3));
    long two = Colours.count(panel, Style.classColour(1, 3));
    assertTrue(one > 5, "one dot has " + one + " pixels of its full colour");
    assertEquals(2.0, (double) two / one, 0.35);
    assertTrue(
        Scatter.of("map", POINTS, LABELS, NAMES).getWidth() > panel.getWidth(), "with a legend");
  }

  @Test
  void tenClassesHaveTenColours() {
    long distinct =
        java.util.stream.IntStream.range(0, 10)
            .mapToObj(label -> Style.classColour(label, 10))
            .distinct()
            .count();
    assertEquals(10, distinct);
  }

  @Test
  void refusesLabelsThatDoNotFit() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Scatter.of("map", POINTS, new int[] {0, 1, 1}, NAMES));
    assertThrows(
        IllegalArgumentException.class,
        () -> Scatter.of("map", POINTS, new int[] {0, 1, 1, 3}, NAMES));
    assertThrows(
        IllegalArgumentException.class,
        () -> HoverMap.html(new float[][] {{1, 2, 3}}, new int[] {0}, NAMES));
    assertThrows(
        IllegalArgumentException.class, () -> HoverMap.html(new float[0][], new int[0], NAMES));
  }

  @Test
  void hoverMapIsWellFormedAndNamesEachPoint() throws Exception {
    String html = HoverMap.html(POINTS, LABELS, NAMES);
    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(
                new ByteArrayInputStream(html.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    var circles = svg.getElementsByTagName("circle");
    assertEquals(4, circles.getLength());
    assertEquals("<two> · 3", svg.getElementsByTagName("title").item(3).getTextContent());
    // The point at the right stands to the right, the upper one higher, and all within the picture.
    var origin = (Element) circles.item(0);
    var right = (Element) circles.item(1);
    var upper = (Element) circles.item(2);
    assertTrue(number(right, "cx") > number(origin, "cx"));
    assertEquals(number(right, "cx"), number(upper, "cx"));
    assertTrue(number(upper, "cy") < number(right, "cy"));
    for (int i = 0; i < circles.getLength(); i++) {
      var circle = (Element) circles.item(i);
      assertTrue(number(circle, "cx") >= 0 && number(circle, "cx") <= 640);
      assertTrue(number(circle, "cy") >= 0 && number(circle, "cy") <= 640);
    }
  }

  private static int number(Element element, String attribute) {
    return Integer.parseInt(element.getAttribute(attribute));
  }

  @Test
  void onePointStandsInTheMiddle() {
    String html = HoverMap.html(new float[][] {{7, -3}}, new int[] {0}, NAMES);
    assertTrue(html.contains("cx=\"320\" cy=\"320\""), html);
  }

  @Test
  void thumbnailsLeaveTheirGroundTransparent() {
    float[] half = new float[28 * 28];
    java.util.Arrays.fill(half, 0, 14 * 28, 1);
    BufferedImage picture = GreyImage.of(half, 28, 28);
    BufferedImage map = ThumbnailMap.of("map", POINTS, LABELS, 3, List.of(picture));
    assertEquals(14 * 28, Colours.count(map, Style.INK), 14 * 28 * 0.5);
    assertTrue(Colours.count(map, Color.WHITE) > 0.95 * map.getWidth() * map.getHeight());
    assertEquals(0, Colours.count(map, Color.BLACK));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            ThumbnailMap.of(
                "map", new float[][] {{0, 0}}, new int[] {0}, 3, List.of(picture, picture)));
  }

  @Test
  void gifHoldsItsFramesAndTheirTime() throws IOException {
    List<BufferedImage> frames =
        List.of(
            GreyImage.of(new float[100], 10, 10),
            GreyImage.of(filled(0.5f), 10, 10),
            GreyImage.of(filled(1), 10, 10));
    byte[] gif = AnimatedGif.of(frames, 120);
    ImageReader reader = ImageIO.getImageReadersBySuffix("gif").next();
    reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(gif)));
    assertEquals(3, reader.getNumImages(true));
    assertEquals(Color.WHITE.getRGB(), reader.read(2).getRGB(5, 5));
    var control =
        (Element)
            ((Element) reader.getImageMetadata(1).getAsTree("javax_imageio_gif_image_1.0"))
                .getElementsByTagName("GraphicControlExtension")
                .item(0);
    assertEquals("12", control.getAttribute("delayTime"));
    assertThrows(IllegalArgumentException.class, () -> AnimatedGif.of(List.of(), 100));
    assertThrows(IllegalArgumentException.class, () -> AnimatedGif.of(frames, 5));
    assertTrue(AnimatedGif.html(frames, 100).startsWith("<img "));
  }

  @Test
  void clustersShowCentresAndTheirWays() {
    float[][] centres = {{0, 0}, {10, 5}, {-10, 5}};
    BufferedImage still = ClusterPlot.of("E", POINTS, LABELS, centres);
    assertTrue(Colours.count(still, Style.classColour(2, 3)) > 20);
    BufferedImage moving =
        ClusterPlot.of("M", POINTS, LABELS, centres, new float[][] {{0, 4}, {5, 5}, {-5, 5}});
    assertTrue(
        Colours.count(moving, Color.BLACK) > Colours.count(still, Color.BLACK) + 50,
        "three arrows in black");
    BufferedImage unassigned = ClusterPlot.of("start", POINTS, new int[] {-1, -1, -1, -1}, centres);
    assertTrue(
        Colours.count(unassigned, Style.classColour(1, 3))
            < Colours.count(still, Style.classColour(1, 3)));
    assertThrows(
        IllegalArgumentException.class,
        () -> ClusterPlot.of("M", POINTS, LABELS, centres, new float[] {0, 4}));
    assertThrows(
        IllegalArgumentException.class, () -> ClusterPlot.of("M", POINTS, new int[] {0}, centres));
  }

  private static float[] filled(float value) {
    float[] values = new float[100];
    java.util.Arrays.fill(values, value);
    return values;
  }
}
