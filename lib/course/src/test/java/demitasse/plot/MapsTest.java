package demitasse.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
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
  void scatterDrawsEachClassInItsColor() {
    List<String> blank = List.of("", "", "");
    BufferedImage panel = Scatter.panel("map", POINTS, LABELS, blank);
    long one = Colors.count(panel, Palette.color(0, 3));
    long two = Colors.count(panel, Palette.color(1, 3));
    assertTrue(one > 5, "one dot has " + one + " pixels of its full colour");
    assertEquals(2.0, (double) two / one, 0.35);
    assertTrue(
        Scatter.image("map", POINTS, LABELS, blank).getWidth() > panel.getWidth(), "with a legend");
  }

  @Test
  void classesHaveTheirNamesWhereTheyLie() {
    BufferedImage named = Scatter.panel("map", POINTS, LABELS, NAMES);
    BufferedImage blank = Scatter.panel("map", POINTS, LABELS, List.of("", "", ""));
    BufferedImage right = named.getSubimage(340, 34, 92, 358);
    assertTrue(Colors.count(right, Style.INK) > 50);
    assertEquals(0, Colors.count(blank.getSubimage(340, 34, 92, 358), Style.INK));
  }

  @Test
  void namesStayWithinTheChart() {
    List<String> names = IntStream.range(0, 20).mapToObj(i -> "a long name " + i).toList();
    float[][] apart = new float[20][];
    float[][] together = new float[20][];
    for (int i = 0; i < 20; i++) {
      apart[i] = new float[] {i % 3, i / 3};
      // The twentieth makes the others lie at the left edge.
      together[i] = new float[] {i == 19 ? 1 : 0, 0};
    }
    int[] labels = IntStream.range(0, 20).toArray();
    long whole = Colors.count(Scatter.panel("", apart, labels, names), Style.INK);
    long edge = Colors.count(Scatter.panel("", together, labels, names), Style.INK);
    assertEquals(whole, edge, 0.03 * whole);
  }

  @Test
  void refusesLabelsThatDoNotFit() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Scatter.image("map", POINTS, new int[] {0, 1, 1}, NAMES));
    assertThrows(
        IllegalArgumentException.class,
        () -> Scatter.image("map", POINTS, new int[] {0, 1, 1, 3}, NAMES));
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
    BufferedImage picture = GrayImage.image(half, 28, 28);
    BufferedImage map = ThumbnailMap.image("map", POINTS, LABELS, 3, List.of(picture));
    assertEquals(14 * 28, Colors.count(map, Style.INK), 14 * 28 * 0.5);
    assertTrue(Colors.count(map, Color.WHITE) > 0.95 * map.getWidth() * map.getHeight());
    assertEquals(0, Colors.count(map, Color.BLACK));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            ThumbnailMap.image(
                "map", new float[][] {{0, 0}}, new int[] {0}, 3, List.of(picture, picture)));
  }

  @Test
  void smallThumbnailsDoNotCoverEachOtherEither() {
    float[][] place = new float[10][2];
    place[9][0] = 1;
    BufferedImage dot = GrayImage.image(new float[25], 5, 5);
    BufferedImage map =
        ThumbnailMap.image("map", place, new int[10], 1, Collections.nCopies(10, dot));
    assertTrue(Figure.altOf(map).endsWith(" 2 of the points."), Figure.altOf(map));
  }

  @Test
  void gifHoldsItsFramesAndTheirTime() throws IOException {
    List<BufferedImage> frames =
        List.of(
            GrayImage.image(new float[100], 10, 10),
            GrayImage.image(filled(0.5f), 10, 10),
            GrayImage.image(filled(1), 10, 10));
    byte[] gif = AnimatedGif.bytes(frames, 120);
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
    assertThrows(IllegalArgumentException.class, () -> AnimatedGif.bytes(List.of(), 100));
    assertThrows(IllegalArgumentException.class, () -> AnimatedGif.bytes(frames, 5));
    assertTrue(AnimatedGif.html(frames, 100).startsWith("<img "));
  }

  @Test
  void clustersShowCentersAndTheirWays() {
    float[][] centers = {{0, 0}, {10, 5}, {-10, 5}};
    BufferedImage still = ClusterPlot.of("E", POINTS, LABELS, centers).image();
    assertTrue(Colors.count(still, Palette.color(2, 3)) > 20);
    BufferedImage moving =
        ClusterPlot.of("M", POINTS, LABELS, centers)
            .previous(new float[][] {{0, 4}, {5, 5}, {-5, 5}})
            .image();
    assertTrue(
        Colors.count(moving, Color.BLACK) > Colors.count(still, Color.BLACK) + 50,
        "three arrows in black");
    BufferedImage unassigned =
        ClusterPlot.of("start", POINTS, new int[] {-1, -1, -1, -1}, centers).image();
    assertTrue(
        Colors.count(unassigned, Palette.color(1, 3)) < Colors.count(still, Palette.color(1, 3)));
    assertThrows(
        IllegalArgumentException.class,
        () -> ClusterPlot.of("M", POINTS, LABELS, centers).previous(new float[][] {{0, 4}}));
    assertThrows(
        IllegalArgumentException.class, () -> ClusterPlot.of("M", POINTS, new int[] {0}, centers));
  }

  private static float[] filled(float value) {
    float[] values = new float[100];
    java.util.Arrays.fill(values, value);
    return values;
  }

  private static final float[][] WITH_GAPS = {
    {0, 0}, {Float.NaN, 0}, {10, 0}, {5, Float.POSITIVE_INFINITY}, {10, 10}
  };

  /** To the left of the first centre there is nothing but its number, if that stands there. */
  @Test
  void theNumberOfACentreDoesNotCoverItsNeighbour() {
    assertFalse(hasInkBeside(new float[][] {{5, 5}, {9, 9}}), "there is room on the right");
    assertTrue(hasInkBeside(new float[][] {{5, 5}, {5.8f, 5}}), "the neighbour is on the right");
  }

  private static boolean hasInkBeside(float[][] centers) {
    float[][] corners = {{0, 0}, {10, 10}};
    BufferedImage plot = ClusterPlot.of("", corners, new int[] {-1, -1}, centers).image();
    return IntStream.range(155, 168)
        .anyMatch(x -> IntStream.range(205, 216).anyMatch(y -> (plot.getRGB(x, y) & 0xff) < 0x80));
  }

  @Test
  void pointsThatAreNotFiniteAreLeftOutAndCounted() throws Exception {
    int[] labels = {0, 1, 0, 1, 0};
    List<String> names = List.of("", "");
    BufferedImage scatter = Scatter.panel("map", WITH_GAPS, labels, names);
    assertTrue(Colors.count(scatter, Palette.color(0, 2)) > 30);
    assertEquals(0, Colors.count(scatter, Palette.color(1, 2)));
    long noted = Colors.count(scatter.getSubimage(0, 370, 440, 30), Style.INK);
    assertTrue(noted > 20, "the note below");
    String html = HoverMap.html(WITH_GAPS, labels, names);
    Document svg = parse(html);
    assertEquals(3, svg.getElementsByTagName("circle").getLength());
    assertEquals(
        "2 of 5 points are not finite and have no place here",
        svg.getElementsByTagName("text").item(0).getTextContent());
    var image = GrayImage.image(filled(1), 10, 10);
    BufferedImage map = ThumbnailMap.image("map", WITH_GAPS, labels, 2, List.of(image, image));
    assertEquals(0, Colors.count(map, Palette.color(1, 2)));
    // One image of ten by ten pixels, on the first point, at the lower left.
    assertEquals(100, Colors.count(map.getSubimage(0, 990, 60, 17), Style.INK), 20);
    BufferedImage clusters =
        ClusterPlot.of("E", WITH_GAPS, labels, WITH_GAPS).previous(WITH_GAPS).image();
    assertTrue(Colors.count(clusters, Palette.color(0, 5)) > 30);
    float[][] none = {{Float.NaN, 1}};
    assertThrows(
        IllegalArgumentException.class, () -> Scatter.image("map", none, new int[1], names));
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  @Test
  void coordinatesOfEverySizeAreDrawn() {
    for (float size : new float[] {Float.MIN_VALUE, 1e-30f, 1, 1e17f, 1e38f, Float.MAX_VALUE}) {
      float[][] points = {{-size, -size}, {size, size}, {size, -size}, {-size, size}};
      BufferedImage map = Scatter.image("map", points, new int[4], List.of(""));
      for (int x : new int[] {12, 350}) {
        for (int y : new int[] {40, 330}) {
          BufferedImage quarter = map.getSubimage(x, y, 330, 290);
          assertTrue(Colors.count(quarter, Palette.color(0, 1)) > 10, size + " at " + x + y);
        }
      }
    }
  }

  @Test
  void distancesHaveOneScale() {
    float[][] wide = {{0, 0}, {100, 0}, {50, 10}};
    BufferedImage map = Scatter.panel("map", wide, new int[] {0, 0, 1}, List.of("", ""));
    int base = row(map, Palette.color(0, 2));
    int top = row(map, Palette.color(1, 2));
    assertEquals(0.1 * (424 - 32), base - top, 3);
  }

  private static int row(BufferedImage map, Color color) {
    for (int y = 0; y < map.getHeight(); y++) {
      if (Colors.count(map.getSubimage(0, y, map.getWidth(), 1), color) > 0) {
        return y;
      }
    }
    throw new AssertionError("not drawn");
  }

  @Test
  void theLegendShowsEveryClass() {
    int classes = 100;
    float[][] points = new float[classes][];
    int[] labels = new int[classes];
    for (int i = 0; i < classes; i++) {
      points[i] = new float[] {i, i};
      labels[i] = i;
    }
    List<String> blank = java.util.Collections.nCopies(classes, ""); // nor need names differ
    BufferedImage map = Scatter.image("map", points, labels, blank);
    BufferedImage legend = map.getSubimage(692, 0, map.getWidth() - 692, map.getHeight());
    for (int i = 0; i < classes; i++) {
      assertTrue(Colors.count(legend, Palette.color(i, classes)) > 30, "class " + i);
    }
    float[][] many = new float[2_000][2];
    int[] each = java.util.stream.IntStream.range(0, 2_000).toArray();
    List<String> names = java.util.stream.IntStream.range(0, 2_000).mapToObj("n"::repeat).toList();
    assertTrue(Scatter.image("map", many, each, names).getWidth() < 2_500);
  }

  @Test
  void gifRefusesWhatTheFormatCannotHold() {
    BufferedImage small = GrayImage.image(filled(1), 10, 10);
    assertTrue(AnimatedGif.bytes(List.of(small), 655_350).length > 0);
    for (int millis : new int[] {655_351, 700_000, Integer.MAX_VALUE, 9, -1}) {
      String message =
          assertThrows(
                  IllegalArgumentException.class, () -> AnimatedGif.bytes(List.of(small), millis))
              .getMessage();
      assertTrue(message.contains("10 to 655350 ms"), message);
    }
    BufferedImage other = GrayImage.image(new float[4], 2, 2);
    assertThrows(
        IllegalArgumentException.class, () -> AnimatedGif.bytes(List.of(small, other), 100));
  }
}
