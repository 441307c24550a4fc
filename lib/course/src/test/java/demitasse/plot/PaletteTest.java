package demitasse.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PaletteTest {
  /** What anybody sees between two dots; about 2 is what a trained eye just sees side by side. */
  private static final double LEAST_DIFFERENCE = 10;

  /** JupyterLab's dark theme, and the dark pages of the site. */
  private static final Color DARK_PAGE = new Color(0x111111);

  @Test
  void differencesAreThoseOfThePublishedExamples() {
    // Sharma, Wu and Dalal, table 1, pairs 1, 7, 10, 17, 25 and 31.
    assertEquals(2.0425, of(50, 2.6772, -79.7751, 50, 0, -82.7485), 1e-4);
    assertEquals(2.3669, of(50, 0, 0, 50, -1, 2), 1e-4);
    assertEquals(7.2195, of(50, 2.49, -0.001, 50, -2.49, 0.0011), 1e-4);
    assertEquals(27.1492, of(50, 2.5, 0, 73, 25, -18), 1e-4);
    assertEquals(1.2644, of(60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387), 1e-4);
    assertEquals(1.4441, of(90.8027, -2.0831, 1.4410, 91.1528, -1.6435, 0.0447), 1e-4);
  }

  private static double of(double l1, double a1, double b1, double l2, double a2, double b2) {
    return ColorVision.deltaE2000(new double[] {l1, a1, b1}, new double[] {l2, a2, b2});
  }

  @ParameterizedTest
  @EnumSource(ColorVision.class)
  void everybodyTellsAnyTwoColorsApart(ColorVision vision) {
    Color[] colors = Palette.colors();
    assertEquals(10, colors.length, "one for each digit");
    for (int i = 0; i < colors.length; i++) {
      for (int j = i + 1; j < colors.length; j++) {
        double difference = vision.difference(colors[i], colors[j]);
        assertTrue(difference >= LEAST_DIFFERENCE, i + " and " + j + ": " + difference);
      }
    }
  }

  @Test
  void everyColorStandsOutFromLightAndDarkPages() {
    for (Color color : Palette.colors()) {
      assertTrue(contrast(color, Color.WHITE) >= 3, color + " on white");
      assertTrue(contrast(color, DARK_PAGE) >= 3, color + " on a dark page");
      assertTrue(contrast(Palette.text(color), Color.WHITE) >= 4.5, color + " as text");
    }
    assertTrue(contrast(Style.INK, Color.WHITE) >= 7, "text");
  }

  private static double contrast(Color one, Color other) {
    double a = ColorVision.luminance(one) + 0.05;
    double b = ColorVision.luminance(other) + 0.05;
    return Math.max(a, b) / Math.min(a, b);
  }

  @Test
  void aClassKeepsItsColorHoweverManyClassesThereAre() {
    for (int classes = 1; classes <= 10; classes++) {
      for (int label = 0; label < classes; label++) {
        assertEquals(Palette.color(label, 10), Palette.color(label, classes));
      }
    }
  }

  @Test
  void placesCountFromZero() {
    assertThrows(IllegalArgumentException.class, () -> Palette.color(-1, 3));
  }

  @Test
  void manyClassesHaveColorsOfTheirOwn() {
    Color[] colors = new Color[60];
    Arrays.setAll(colors, i -> Palette.color(i, colors.length));
    assertEquals(colors.length, Arrays.stream(colors).distinct().count());
  }

  @Test
  void curvesDifferWithoutColorToo() {
    for (int i = 0; i < 5; i++) {
      for (int j = i + 1; j < 5; j++) {
        assertNotEquals(Palette.mark(i), Palette.mark(j));
        assertNotEquals(Palette.line(i, 2), Palette.line(j, 2));
      }
    }
  }
}
