package demitasse.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class ContourPlotTest {
  private static final double[] SQUARE = {-2, 2, -2, 2};
  private static final DoubleBinaryOperator BOWL = (x, y) -> x * x + y * y;

  @Test
  void linesJoinPlacesOfOneValue() {
    List<double[]> lines = new ContourLines(BOWL, SQUARE).lines();
    assertTrue(lines.size() > 500, lines.size() + " stretches");
    for (double[] line : lines) {
      double one = BOWL.applyAsDouble(line[0], line[1]);
      double other = BOWL.applyAsDouble(line[2], line[3]);
      assertEquals(one, other, 2e-3);
    }
    long values =
        lines.stream().map(l -> Math.round(50 * BOWL.applyAsDouble(l[0], l[1]))).distinct().count();
    assertTrue(values >= 10 && values <= 24, values + " values");
  }

  @Test
  void whereTheFunctionIsNotDefinedThereIsNoLine() {
    List<double[]> lines = new ContourLines((x, y) -> x < 0 ? Double.NaN : x + y, SQUARE).lines();
    assertTrue(lines.size() > 100);
    assertTrue(lines.stream().allMatch(line -> line[0] >= 0 && line[2] >= 0));
    assertTrue(new ContourLines((x, y) -> 7, SQUARE).lines().isEmpty(), "a plane has none");
    assertTrue(new ContourLines((x, y) -> Double.NaN, SQUARE).lines().isEmpty());
  }

  @Test
  void pathsAreDrawnInTheirColorsAndNamed() {
    List<float[]> down = List.of(new float[] {-1.5f, 1.5f}, new float[] {0, 0.5f}, new float[2]);
    List<float[]> lost = List.of(new float[] {1, 1}, new float[] {Float.NaN, 0});
    ContourPlot bowl = ContourPlot.of("bowl", "a", "b", BOWL, -2, 2, -2, 2);
    BufferedImage plain = bowl.image();
    BufferedImage image = bowl.path("down", down).path("lost", lost).image();
    assertEquals(0, Colors.count(plain, Palette.MAIN));
    assertTrue(Colors.count(image, Palette.MAIN) > 100);
    assertTrue(image.getHeight() > plain.getHeight(), "room for the legend");
    assertEquals(
        "Contour plot \"bowl\": contour lines over a and b; "
            + "down goes from (-1.5, 1.5) to (0, 0) in 2 steps; "
            + "lost goes from (1, 1) to (NaN, 0) in 1 step.",
        Figure.altOf(image));
  }

  @Test
  void refusesWhatCannotBeDrawn() {
    ContourPlot bowl = ContourPlot.of("bowl", "a", "b", BOWL, -2, 2, -2, 2);
    assertThrows(IllegalArgumentException.class, () -> bowl.path("none", List.of()));
    assertThrows(IllegalArgumentException.class, () -> bowl.path("3-D", List.of(new float[3])));
    assertThrows(
        IllegalArgumentException.class, () -> ContourPlot.of("x", "a", "b", BOWL, 2, 2, 0, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> ContourPlot.of("x", "a", "b", BOWL, 0, 1, Double.NaN, 1));
  }

  @Test
  void wideNumbersAndNamesHaveRoom() {
    ContourPlot large =
        ContourPlot.of("t", "a", "learning rate", (a, b) -> a + b, 0, 1e6, 1e6, 2e6)
            .path("p".repeat(300), List.of(new float[2]));
    BufferedImage image = large.image();
    for (int x : new int[] {0, image.getWidth() - 4}) {
      BufferedImage edge = image.getSubimage(x, 0, 4, image.getHeight());
      assertEquals(4 * image.getHeight(), Colors.count(edge, Color.WHITE));
    }
  }

  @Test
  void pathsAreSeenInTheLargestRange() {
    double most = Double.MAX_VALUE;
    BufferedImage image =
        ContourPlot.of("t", "a", "b", (a, b) -> 0, -most, most, -most, most)
            .path("p", List.of(new float[] {-3e38f, 0}, new float[] {3e38f, 0}))
            .image();
    // The ring where it begins stands in the middle: such floats are small there.
    BufferedImage middle = image.getSubimage(300, 180, 80, 40);
    assertTrue(Colors.count(middle, Style.INK) > 5);
  }
}
