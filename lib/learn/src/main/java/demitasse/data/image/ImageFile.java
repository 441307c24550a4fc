package demitasse.data.image;

import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;

/**
 * One image file (JPG, PNG, GIF or BMP), made small.
 *
 * @param width of the image as it should be looked at
 * @param height of the image as it should be looked at
 * @param pixels of the small image, (channels, height, width)
 */
public record ImageFile(int width, int height, byte[] pixels) {
  /** More pixels than any camera has: a mistake, or made to fill the memory. */
  private static final long MAX_PIXELS = 250_000_000;

  /** Larger images are read at every second, third … pixel, so that memory stays small. */
  private static final int MAX_IN_MEMORY = 4_000_000;

  /**
   * Reads a file and turns the image as its Exif orientation says.
   *
   * @throws IOException if it cannot be read; the message says why
   */
  public static ImageFile read(Path file, ImageForm form) throws IOException {
    try {
      int[] size = new int[2];
      int orientation = Orientation.of(file);
      RgbImage upright = RgbImage.of(decode(file, size)).turned(orientation);
      boolean lies = orientation > 4;
      return new ImageFile(size[lies ? 1 : 0], size[lies ? 0 : 1], form.pixels(upright));
    } catch (EOFException e) {
      throw new IOException("it is cut off", e);
    } catch (RuntimeException e) {
      // The decoders of the JDK answer some damaged files so.
      throw new IOException(
          e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return width + "×" + height + ", made into " + pixels.length + " bytes";
  }

  private static BufferedImage decode(Path file, int[] size) throws IOException {
    try (var in = new FileImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException(isWebp(file) ? "a WebP file" : "not a JPG, PNG, GIF or BMP file");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        size[0] = reader.getWidth(0);
        size[1] = reader.getHeight(0);
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, text) -> warnings.add(text));
        BufferedImage image = reader.read(0, everySoManieth(reader, size));
        if (isCutOff(warnings)) {
          throw new IOException("it is cut off"); // the rest of the image is grey
        }
        return image;
      } finally {
        reader.dispose();
      }
    }
  }

  /** Tells whether the JDK's JPG decoder has warned that data are missing. */
  private static boolean isCutOff(List<String> warnings) {
    String all = String.join("\n", warnings);
    // The file ends within the data, or within their header. If only its end marker is missing, the
    // image is whole.
    return all.contains("premature end")
        || all.contains("Missing EOI") && all.contains("Invalid SOS");
  }

  private static ImageReadParam everySoManieth(ImageReader reader, int[] size) throws IOException {
    long pixels = (long) size[0] * size[1];
    if (pixels > MAX_PIXELS) {
      throw new IOException("it has " + pixels / 1_000_000 + " million pixels");
    }
    int step = (int) Math.ceil(Math.sqrt((double) pixels / MAX_IN_MEMORY));
    ImageReadParam param = reader.getDefaultReadParam();
    // The middle of each step, so that the image does not shift.
    param.setSourceSubsampling(step, step, (step - 1) / 2, (step - 1) / 2);
    return param;
  }

  /** Many a download has the name of a JPG and is none. */
  private static boolean isWebp(Path file) throws IOException {
    return start(file).matches("(?s)RIFF....WEBP");
  }

  /** Tells by its first bytes whether a file is a JPG, PNG, GIF or BMP, whatever its name. */
  public static boolean isImage(Path file) {
    try {
      return start(file).matches("(?s)(\u00ff\u00d8\u00ff|\u0089PNG|GIF8|BM.{4}\0{4}).*");
    } catch (IOException e) {
      return false;
    }
  }

  private static String start(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
    }
  }
}
