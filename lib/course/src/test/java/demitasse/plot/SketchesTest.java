package demitasse.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The drawings with which a chapter explains layers: tables of numbers, and neurons. */
class SketchesTest {
  private static final float[][] FOUR_BY_FOUR = new float[4][4];

  private static Set<Integer> colors(BufferedImage image) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    Set<Integer> colors = new HashSet<>();
    Arrays.stream(pixels).forEach(colors::add);
    return colors;
  }

  private static long pixels(BufferedImage image, Color color) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(pixels).filter(pixel -> pixel == color.getRGB()).count();
  }

  private static int[] all(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  @Test
  void numbersBehindOneAnotherAreTheSameTableAsRows() {
    BufferedImage rows = NumberGrid.of("t", new float[][] {{1, -2, 0.5f}, {4, 5, 6}}).image();
    BufferedImage flat = NumberGrid.of("t", new float[] {1, -2, 0.5f, 4, 5, 6}, 3).image();
    assertTrue(Arrays.equals(all(rows), all(flat)));
    BufferedImage other = NumberGrid.of("t", new float[] {1, 2, 0.5f, 4, 5, 6}, 3).image();
    assertTrue(!Arrays.equals(all(rows), all(other)), "the sign is not drawn");
  }

  @Test
  void aWindowIsFramedAndItsWeightsAreWritten() {
    NumberGrid plain = NumberGrid.of("input", FOUR_BY_FOUR);
    Color frame = Palette.ACCENT;
    assertEquals(0, pixels(plain.image(), frame));
    long framed = pixels(plain.window(1, 1, 2).image(), frame);
    assertTrue(framed > 0);
    float[][] weights = {{1, 2}, {3, 4}};
    assertTrue(pixels(plain.window(1, 1, weights).image(), frame) > framed);
    assertEquals(0, pixels(plain.image(), frame), "a setting has changed the table itself");
  }

  @Test
  void blocksHaveColorsOfTheirOwnAndABorderIsGray() {
    int plain = colors(NumberGrid.of("", FOUR_BY_FOUR).image()).size();
    Set<Integer> blocks = colors(NumberGrid.of("", FOUR_BY_FOUR).blocks(2).image());
    assertTrue(blocks.size() >= plain + 4, blocks.size() + " colours, without blocks " + plain);
    Color gray = new Color(0xf3, 0xf4, 0xf6);
    assertEquals(0, pixels(NumberGrid.of("", FOUR_BY_FOUR).image(), gray));
    assertTrue(pixels(NumberGrid.of("", FOUR_BY_FOUR).border(1).image(), gray) > 1_000);
  }

  @Test
  void tablesStandSideBySide() {
    NumberGrid left = NumberGrid.of("", FOUR_BY_FOUR);
    NumberGrid right = NumberGrid.of("", new float[] {1, 2}, 1);
    BufferedImage row = NumberGrid.row("=", left, right);
    assertTrue(row.getWidth() > left.image().getWidth() + 46);
    assertEquals(left.image().getHeight(), row.getHeight());
  }

  @Test
  void aBadTableIsRefused() {
    for (float[][] values : List.of(new float[0][], new float[1][0], new float[][] {{1, 2}, {3}})) {
      assertThrows(IllegalArgumentException.class, () -> NumberGrid.of("", values));
    }
    assertThrows(IllegalArgumentException.class, () -> NumberGrid.of("", new float[5], 2));
    assertThrows(IllegalArgumentException.class, () -> NumberGrid.of("", new float[0], 2));
    assertThrows(IllegalArgumentException.class, () -> NumberGrid.of("", new float[5], 0));
    NumberGrid table = NumberGrid.of("", FOUR_BY_FOUR);
    assertThrows(IllegalArgumentException.class, () -> table.window(3, 3, 2));
    assertThrows(IllegalArgumentException.class, () -> table.window(-1, 0, 2));
    assertThrows(IllegalArgumentException.class, () -> table.window(0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> table.window(Integer.MAX_VALUE, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> table.window(0, 0, Integer.MAX_VALUE));
    assertThrows(IllegalArgumentException.class, () -> NumberGrid.row("=", table));
  }

  @Test
  void neuronsAreLinkedUnlessTheyAreCrossedOut() {
    NeuronSketch whole =
        NeuronSketch.of(List.of("in", "out"), List.of(new float[] {1, 2}, new float[] {3, 4}));
    Color cross = Palette.ACCENT;
    Color link = new Color(0x9a, 0xa3, 0xad);
    assertEquals(0, pixels(whole.image(), cross));
    NeuronSketch thinned = whole.cross(1, 0);
    assertTrue(pixels(thinned.image(), cross) > 0);
    assertTrue(pixels(thinned.image(), link) < pixels(whole.image(), link));
  }

  @Test
  void aSketchWithoutNeuronsIsRefused() {
    List<float[]> one = List.of(new float[] {1});
    assertThrows(IllegalArgumentException.class, () -> NeuronSketch.of(List.of(), one));
    assertThrows(IllegalArgumentException.class, () -> NeuronSketch.of(List.of(), List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> NeuronSketch.of(List.of("in"), List.of(new float[0])));
    NeuronSketch sketch = NeuronSketch.of(List.of("in"), one);
    assertThrows(IndexOutOfBoundsException.class, () -> sketch.cross(0, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> sketch.cross(1, 0));
  }

  @Test
  void whatIsNotDrawnYetSaysHow() {
    assertEquals(
        "a table of 1 × 2 numbers; image() draws it",
        NumberGrid.of("x", new float[] {1, 2}, 2).toString());
    assertEquals(
        "a sketch of 1 layers; image() draws it",
        NeuronSketch.of(List.of("x"), List.of(new float[] {1})).toString());
  }
}
