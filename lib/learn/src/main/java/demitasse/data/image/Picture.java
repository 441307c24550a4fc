package demitasse.data.image;

import demitasse.data.format.DataException;
import demitasse.data.preprocessing.Resizing;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;

/**
 * One picture of any size, made small.
 *
 * @param width of the picture as it should be looked at
 * @param height of the picture as it should be looked at
 * @param pixels of the small image, (channels, height, width)
 */
public record Picture(int width, int height, byte[] pixels) {
  /** More pixels than any camera has: a mistake, or made to fill the memory. */
  private static final long MAX_PIXELS = 250_000_000;

  /** Larger pictures are read at every second, third … pixel, so that memory stays small. */
  private static final int MAX_IN_MEMORY = 4_000_000;

  /**
   * What pictures are made into.
   *
   * @param shape of the small image
   * @param interpolation how its pixels are made
   * @param cropping whether the middle is cut out, or all of the picture is stretched
   */
  public record Form(ImageShape shape, Interpolation interpolation, boolean cropping) {}

  /** The pixels of a picture: 0xrrggbb, row by row. */
  private record Colours(int width, int height, int[] rgb) {}

  /**
   * Reads one picture.
   *
   * @throws DataException if it cannot be read
   */
  public static Picture read(Path file, Form form) {
    try {
      int[] size = new int[2];
      int orientation = ExifOrientation.of(file);
      Colours upright = turn(decode(file, size), orientation);
      boolean lies = orientation > 4;
      Colours seen = form.cropping() ? crop(upright, form.shape()) : upright;
      return new Picture(size[lies ? 1 : 0], size[lies ? 0 : 1], shrink(seen, form));
    } catch (IOException | RuntimeException e) {
      if (e instanceof DataException known) {
        throw known;
      }
      throw DataException.in(
          file,
          "cannot be decoded (" + reason(e) + ")",
          "Open it in a picture program and save it as RGB, JPG or PNG.",
          e);
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static Colours decode(Path file, int[] size) throws IOException {
    try (var in = new FileImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("not a JPG, PNG, GIF or BMP file");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        size[0] = reader.getWidth(0);
        size[1] = reader.getHeight(0);
        long pixels = (long) size[0] * size[1];
        if (pixels > MAX_PIXELS) {
          throw new IOException("it has " + pixels / 1_000_000 + " million pixels");
        }
        int step = (int) Math.ceil(Math.sqrt((double) pixels / MAX_IN_MEMORY));
        ImageReadParam param = reader.getDefaultReadParam();
        // The middle of each step, so that the picture does not shift.
        param.setSourceSubsampling(step, step, (step - 1) / 2, (step - 1) / 2);
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, text) -> warnings.add(text));
        BufferedImage image = reader.read(0, param);
        for (String warning : warnings) {
          if (warning.contains("premature end")) {
            throw new IOException(warning); // the rest of the picture is grey
          }
        }
        return colours(image);
      } finally {
        reader.dispose();
      }
    }
  }

  private static Colours colours(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] rgb = new int[width * height];
    if (image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
      readGrey(image, rgb);
    } else {
      image.getRGB(0, 0, width, height, rgb, 0, width);
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = onWhite(rgb[i] >> 16 & 0xff, rgb[i] >> 8 & 0xff, rgb[i] & 0xff, rgb[i] >>> 24);
      }
    }
    return new Colours(width, height, rgb);
  }

  /** Takes grey values as they stand; getRGB would apply a gamma curve to them. */
  private static void readGrey(BufferedImage image, int[] rgb) {
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

  /** Turns and mirrors the picture to how it should be looked at. */
  private static Colours turn(Colours stored, int orientation) {
    if (orientation == 1) {
      return stored;
    }
    int width = orientation > 4 ? stored.height() : stored.width();
    int height = orientation > 4 ? stored.width() : stored.height();
    int right = stored.width() - 1;
    int bottom = stored.height() - 1;
    int[] rgb = new int[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
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
        rgb[y * width + x] = stored.rgb()[row * stored.width() + column];
      }
    }
    return new Colours(width, height, rgb);
  }

  /** Cuts out of the middle as much as has the proportions of the small image. */
  private static Colours crop(Colours all, ImageShape shape) {
    double scale =
        Math.min((double) all.width() / shape.width(), (double) all.height() / shape.height());
    int width = Math.max(1, (int) Math.round(shape.width() * scale));
    int height = Math.max(1, (int) Math.round(shape.height() * scale));
    int left = (all.width() - width) / 2;
    int top = (all.height() - height) / 2;
    int[] rgb = new int[width * height];
    for (int y = 0; y < height; y++) {
      System.arraycopy(all.rgb(), (top + y) * all.width() + left, rgb, y * width, width);
    }
    return new Colours(width, height, rgb);
  }

  private static byte[] shrink(Colours colours, Form form) {
    ImageShape shape = form.shape();
    var resizing = new Resizing(shape.height(), shape.width(), form.interpolation());
    var plane = new ImageShape(1, colours.height(), colours.width());
    float[] values = new float[plane.size()];
    float[] small = new float[shape.plane()];
    byte[] pixels = new byte[shape.size()];
    for (int c = 0; c < shape.channels(); c++) { // one at a time, to save memory
      for (int i = 0; i < values.length; i++) {
        values[i] =
            shape.channels() == 1 ? grey(colours.rgb()[i]) : colours.rgb()[i] >> 16 - 8 * c & 0xff;
      }
      resizing.apply(values, plane, small, new Random(0));
      for (int p = 0; p < small.length; p++) {
        pixels[c * small.length + p] = (byte) Math.max(0, Math.min(255, Math.round(small[p])));
      }
    }
    return pixels;
  }

  private static float grey(int rgb) {
    return 0.299f * (rgb >> 16 & 0xff) + 0.587f * (rgb >> 8 & 0xff) + 0.114f * (rgb & 0xff);
  }
}
