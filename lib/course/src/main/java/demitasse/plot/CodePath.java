package demitasse.plot;

import static demitasse.numeric.Arguments.check;
import static demitasse.numeric.Arguments.given;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Locale;

/** An image on its way through an autoencoder: encoder, latent vector, decoder. */
public final class CodePath {
  private static final int IMAGE = 168;
  private static final int CODE = 112;
  private static final int PART = 150;
  private static final int GAP = 10;
  private static final int MARGIN = 16;
  private static final int TOP = 34;
  private static final int BOTTOM = 46;
  private static final Color FLOW = new Color(0xdcebf7);

  private CodePath() {}

  /**
   * Returns the drawing. The latent vector is a square of cells, row by row: the largest of its
   * numbers is white, 0 is black; if there are negative ones, the least is black.
   *
   * @param original what the encoder gets
   * @param code what the encoder returns: the latent vector
   * @param restored what the decoder makes of it, as large as the original
   * @throws IllegalArgumentException if the code is empty, or if the images differ in size
   */
  public static BufferedImage image(BufferedImage original, float[] code, BufferedImage restored) {
    given(original, "the original");
    given(code, "the code");
    given(restored, "the restored image");
    check(code.length > 0, "a latent vector needs at least 1 number", 0);
    boolean alike =
        original.getWidth() == restored.getWidth() && original.getHeight() == restored.getHeight();
    check(
        alike,
        "both images must be of one size",
        "%d × %d and %d × %d"
            .formatted(
                original.getHeight(),
                original.getWidth(),
                restored.getHeight(),
                restored.getWidth()));
    int width = 2 * MARGIN + 2 * IMAGE + CODE + 2 * PART + 4 * GAP;
    BufferedImage canvas = Style.canvas(width, TOP + IMAGE + BOTTOM);
    Graphics2D g = Style.pen(canvas);
    int encoder = MARGIN + IMAGE + GAP;
    int latent = encoder + PART + GAP;
    int decoder = latent + CODE + GAP;
    int end = decoder + PART + GAP;
    part(g, "encoder", encoder, IMAGE, CODE);
    part(g, "decoder", decoder, CODE, IMAGE);
    String pixels = "%d × %d pixels".formatted(original.getHeight(), original.getWidth());
    framed(g, original, MARGIN, IMAGE, "original", pixels);
    String numbers = String.format(Locale.ROOT, "%,d numbers", code.length);
    framed(g, square(code), latent, CODE, "latent vector", numbers);
    framed(g, restored, end, IMAGE, "reconstruction", pixels);
    g.dispose();
    return Figure.alt(
        canvas,
        "An image of %s goes through the encoder, which makes %s of it, and through the decoder,"
                .formatted(pixels, numbers)
            + " which makes an image of the same size of these.");
  }

  private static BufferedImage square(float[] code) {
    int columns = (int) Math.ceil(Math.sqrt(code.length));
    int rows = (code.length + columns - 1) / columns;
    float[] cells = Arrays.copyOf(code, rows * columns);
    float least = 0;
    float largest = 0;
    for (float value : code) {
      least = Float.isFinite(value) ? Math.min(least, value) : least;
      largest = Float.isFinite(value) ? Math.max(largest, value) : largest;
    }
    return GrayImage.between(cells, rows, columns, least, largest > least ? largest : least + 1);
  }

  private static void framed(
      Graphics2D g, BufferedImage image, int left, int side, String name, String size) {
    int longest = Math.max(image.getWidth(), image.getHeight());
    int width = side * image.getWidth() / longest;
    int height = side * image.getHeight() / longest;
    int x = left + (side - width) / 2;
    int y = TOP + (IMAGE - height) / 2;
    g.drawImage(image, x, y, width, height, null);
    g.setColor(Style.INK);
    g.drawRect(x, y, width, height);
    Style.centered(g, name, left + side / 2, TOP + IMAGE + 20);
    Style.centered(g, size, left + side / 2, TOP + IMAGE + 37);
  }

  private static void part(Graphics2D g, String name, int left, int from, int to) {
    int middle = TOP + IMAGE / 2;
    g.setColor(FLOW);
    g.fill(
        new Polygon(
            new int[] {left, left + PART, left + PART, left},
            new int[] {middle - from / 2, middle - to / 2, middle + to / 2, middle + from / 2},
            4));
    g.setColor(Style.INK);
    Style.centered(g, name + " →", left + PART / 2, middle + 4);
  }
}
