package demitasse.data.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * The pixels of an image of any size.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb 0xrrggbb, row by row
 */
record RgbImage(int width, int height, int[] rgb) {
  /** Takes the colours out of an image; what is transparent becomes white. */
  static RgbImage of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] rgb = new int[width * height];
    if (image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
      readGray(image, rgb);
    } else {
      image.getRGB(0, 0, width, height, rgb, 0, width);
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = onWhite(rgb[i] >> 16 & 0xff, rgb[i] >> 8 & 0xff, rgb[i] & 0xff, rgb[i] >>> 24);
      }
    }
    return new RgbImage(width, height, rgb);
  }

  /** Takes grey values as they stand; getRGB would apply a gamma curve to them. */
  private static void readGray(BufferedImage image, int[] rgb) {
    Raster raster = image.getRaster();
    int width = image.getWidth();
    int[] max = new int[raster.getNumBands()];
    Arrays.setAll(max, band -> (1 << raster.getSampleModel().getSampleSize(band)) - 1);
    for (int i = 0; i < rgb.length; i++) {
      int value = 255 * raster.getSample(i % width, i / width, 0) / max[0];
      int alpha = max.length > 1 ? 255 * raster.getSample(i % width, i / width, 1) / max[1] : 255;
      rgb[i] = onWhite(value, value, value, alpha);
    }
  }

  private static int onWhite(int red, int green, int blue, int alpha) {
    return over(red, alpha) << 16 | over(green, alpha) << 8 | over(blue, alpha);
  }

  private static int over(int value, int alpha) {
    return (value * alpha + 255 * (255 - alpha) + 127) / 255;
  }

  /** Turns and mirrors a stored image to how it should be looked at. */
  RgbImage turned(int orientation) {
    if (orientation == 1) {
      return this;
    }
    int turnedWidth = orientation > 4 ? height : width;
    int turnedHeight = orientation > 4 ? width : height;
    int right = width - 1;
    int bottom = height - 1;
    int[] turned = new int[rgb.length];
    for (int y = 0; y < turnedHeight; y++) {
      for (int x = 0; x < turnedWidth; x++) {
        // Where the visual (x, y) is stored; TIFF 6.0, tag Orientation.
        int column =
            switch (orientation) {
              case 2, 3 -> right - x;
              case 4 -> x;
              case 5, 6 -> y;
              default -> right - y;
            };
        int row =
            switch (orientation) {
              case 2 -> y;
              case 3, 4 -> bottom - y;
              case 5, 8 -> x;
              default -> bottom - x;
            };
        turned[y * turnedWidth + x] = rgb[row * width + column];
      }
    }
    return new RgbImage(turnedWidth, turnedHeight, turned);
  }

  /** Cuts out of the middle as much as has the proportions of a smaller image. */
  RgbImage croppedLike(ImageShape shape) {
    double scale = Math.min((double) width / shape.width(), (double) height / shape.height());
    int cutWidth = Math.max(1, (int) Math.round(shape.width() * scale));
    int cutHeight = Math.max(1, (int) Math.round(shape.height() * scale));
    int left = (width - cutWidth) / 2;
    int top = (height - cutHeight) / 2;
    int[] cut = new int[cutWidth * cutHeight];
    for (int y = 0; y < cutHeight; y++) {
      System.arraycopy(rgb, (top + y) * width + left, cut, y * cutWidth, cutWidth);
    }
    return new RgbImage(cutWidth, cutHeight, cut);
  }

  /** Returns the bytes of an image of another size, (channels, height, width). */
  byte[] resized(ImageShape shape, Interpolation interpolation) {
    var plane = new ImageShape(1, height, width);
    float[] values = new float[plane.size()];
    float[] small = new float[shape.plane()];
    byte[] pixels = new byte[shape.size()];
    for (int c = 0; c < shape.channels(); c++) { // one at a time, to save memory
      for (int i = 0; i < values.length; i++) {
        values[i] = shape.channels() == 1 ? gray(rgb[i]) : rgb[i] >> 16 - 8 * c & 0xff;
      }
      Resampling.resize(values, plane, small, shape.height(), shape.width(), interpolation);
      for (int p = 0; p < small.length; p++) {
        pixels[c * small.length + p] = (byte) Math.max(0, Math.min(255, Math.round(small[p])));
      }
    }
    return pixels;
  }

  private static float gray(int rgb) {
    return 0.299f * (rgb >> 16 & 0xff) + 0.587f * (rgb >> 8 & 0xff) + 0.114f * (rgb & 0xff);
  }
}
