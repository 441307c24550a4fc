package demitasse.plot;

import java.awt.Color;
import java.awt.image.BufferedImage;

/** What tests look for in pictures. */
final class Colors {
  private Colors() {}

  /** Returns how many pixels of the image have the colour. */
  static long count(BufferedImage image, Color color) {
    long count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        count += image.getRGB(x, y) == color.getRGB() ? 1 : 0;
      }
    }
    return count;
  }
}
