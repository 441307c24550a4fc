package demitasse.plot;

import static demitasse.numeric.Arguments.given;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Locale;

/** One image with its pixel axes and, if it is grey, a colour bar from 0 to 1. */
public final class PixelPlot {
  private static final int SIDE = 336;
  private static final int LEFT = 44;
  private static final int TOP = 40;
  private static final int BOTTOM = 34;
  private static final int BAR_GAP = 24;
  private static final int BAR_WIDTH = 18;
  private static final int RIGHT = 48;
  private static final int BAR_TICKS = 5;
  private static final int GAP = 6;

  /** Beside a lower image the numbers of the bar would run into one another. */
  private static final int LEAST_FOR_BAR = 100;

  private PixelPlot() {}

  /**
   * Returns the image, enlarged.
   *
   * @param image grey or in colours
   * @param title stands above
   */
  public static BufferedImage image(BufferedImage image, String title) {
    given(image, "the image");
    given(title, "the title");
    int scale = Math.max(1, SIDE / Math.max(image.getWidth(), image.getHeight()));
    int width = image.getWidth() * scale;
    int height = image.getHeight() * scale;
    boolean gray = height >= LEAST_FOR_BAR && isGray(image);
    int bar = gray ? BAR_GAP + BAR_WIDTH : 0;
    BufferedImage canvas = Style.canvas(LEFT + width + bar + RIGHT, TOP + height + BOTTOM);
    Graphics2D g = Style.pen(canvas);
    Style.title(g, title, canvas.getWidth() / 2, TOP - 14, canvas.getWidth() - 2 * GAP);
    g.drawImage(image, LEFT, TOP, width, height, null);
    axes(g, image, scale);
    if (gray) {
      colorBar(g, LEFT + width + BAR_GAP, height);
    }
    g.dispose();
    String size =
        "%s of %d × %d pixels"
            .formatted(gray ? "grey image" : "image", image.getHeight(), image.getWidth());
    return Figure.alt(canvas, AltText.sentence("Image", title, size));
  }

  private static boolean isGray(BufferedImage image) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        int green = rgb >> 8 & 0xff;
        if ((rgb & 0xff) != green || (rgb >> 16 & 0xff) != green) {
          return false;
        }
      }
    }
    return true;
  }

  private static void axes(Graphics2D g, BufferedImage image, int scale) {
    g.setColor(Style.INK);
    int every = Math.max(1, Math.max(image.getWidth(), image.getHeight()) / 28 * 5);
    int below = TOP + image.getHeight() * scale;
    for (int x = 0; x < image.getWidth(); x += every) {
      int at = LEFT + x * scale + scale / 2;
      g.drawLine(at, below, at, below + 4);
      Style.centered(g, Integer.toString(x), at, below + 18);
    }
    for (int y = 0; y < image.getHeight(); y += every) {
      int at = TOP + y * scale + scale / 2;
      g.drawLine(LEFT - 4, at, LEFT, at);
      String number = Integer.toString(y);
      g.drawString(number, LEFT - 8 - g.getFontMetrics().stringWidth(number), at + 4);
    }
  }

  private static void colorBar(Graphics2D g, int left, int height) {
    float[] ramp = new float[height];
    for (int i = 0; i < height; i++) {
      ramp[i] = 1 - (float) i / (height - 1);
    }
    g.drawImage(GrayImage.image(ramp, height, 1), left, TOP, BAR_WIDTH, height, null);
    g.drawRect(left, TOP, BAR_WIDTH, height);
    for (int tick = 0; tick <= BAR_TICKS; tick++) {
      int at = TOP + height - height * tick / BAR_TICKS;
      g.drawLine(left + BAR_WIDTH, at, left + BAR_WIDTH + 4, at);
      g.drawString(
          String.format(Locale.ROOT, "%.1f", (double) tick / BAR_TICKS),
          left + BAR_WIDTH + 8,
          at + 4);
    }
  }
}
