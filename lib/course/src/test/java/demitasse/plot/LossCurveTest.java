package demitasse.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.plot.LossCurve.Point;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class LossCurveTest {
  /** Reads what was drawn, which also proves that it is well formed. */
  private static Element drawn(List<Point> training, List<Point> validation) throws Exception {
    byte[] svg = LossCurve.svg(training, validation, 0, 4).getBytes(StandardCharsets.UTF_8);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg))
        .getDocumentElement();
  }

  private static List<String> texts(Element svg) {
    NodeList texts = svg.getElementsByTagName("text");
    return IntStream.range(0, texts.getLength())
        .mapToObj(i -> texts.item(i).getTextContent())
        .toList();
  }

  /** Returns where the dot at the end of a curve stands. */
  private static double end(Element svg, int curve, String axis) {
    Element dot = (Element) svg.getElementsByTagName("circle").item(curve);
    return Double.parseDouble(dot.getAttribute("c" + axis));
  }

  @Test
  void bothCurvesEndWhereTheirLossesAre() throws Exception {
    List<Point> training = List.of(new Point(0.5, 1), new Point(1, 0.8), new Point(2, 0.2));
    Element svg = drawn(training, List.of(new Point(1, 0.9), new Point(2, 0.4)));
    assertTrue(texts(svg).containsAll(List.of("loss", "val_loss", "epochs", "0", "4")));
    // Half of the epochs are over: the middle of the axis, which is 500 pixels from 56 on.
    assertEquals(306, end(svg, 0, "x"), 1);
    assertEquals(end(svg, 0, "x"), end(svg, 1, "x"), 0);
    assertTrue(end(svg, 0, "y") > end(svg, 1, "y"), "the smaller loss is the lower one");
    String says = svg.getAttribute("aria-label");
    assertTrue(says.contains("loss falls from 1 to 0.2"), says);
    assertTrue(says.contains("val_loss falls from 0.9 to 0.4"), says);
  }

  @Test
  void lossesOfVeryDifferentSizesHaveALogarithmicAxis() throws Exception {
    Element svg = drawn(List.of(new Point(1, 100), new Point(2, 0.01)), List.of());
    assertTrue(texts(svg).containsAll(List.of("0.01", "0.1", "1", "10", "100")));
    assertFalse(texts(svg).contains("val_loss"));
  }

  @Test
  void aLossThatIsNotFiniteIsLeftOut() throws Exception {
    Point none = new Point(2, Double.NaN);
    assertEquals(181, end(drawn(List.of(new Point(1, 3), none), List.of()), 0, "x"), 1);
    assertEquals(0, drawn(List.of(none), List.of()).getElementsByTagName("circle").getLength());
    assertEquals(0, drawn(List.of(), List.of()).getElementsByTagName("circle").getLength());
  }

  @Test
  void whatCannotBeDrawnIsRefused() {
    List<Point> losses = List.of(new Point(1, 3));
    assertThrows(IllegalArgumentException.class, () -> LossCurve.svg(null, losses, 0, 4));
    assertThrows(IllegalArgumentException.class, () -> LossCurve.svg(losses, null, 0, 4));
    assertThrows(IllegalArgumentException.class, () -> LossCurve.svg(losses, losses, 4, 4));
  }
}
