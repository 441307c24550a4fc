package demitasse.runner;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.ByteLookupTable;
import java.awt.image.LookupOp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/**
 * A picture that a cell has shown.
 *
 * @param type its MIME type, such as {@code image/png}
 * @param bytes the file
 */
record Picture(String type, byte[] bytes) {
  /** Below this a picture stays as it is, sharp to the pixel: charts and grids of digits. */
  private static final int SMALL = 96 * 1024;

  private static final float QUALITY = 0.9f;
  private static final double WORTH_IT = 0.8;

  /** Returns the ending of its file's name. */
  String ending() {
    return switch (type) {
      case "image/png" -> ".png";
      case "image/jpeg" -> ".jpg";
      case "image/gif" -> ".gif";
      case "image/svg+xml" -> ".svg";
      default -> throw new IllegalArgumentException("no picture of the type " + type);
    };
  }

  /** Returns its pixels; null for what has none, such as SVG. */
  BufferedImage pixels() {
    try {
      return ImageIO.read(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the picture in less space where that is worth it: a large PNG with fewer shades, or as
   * a JPEG, whichever is smaller. The eye does not tell 32 shades a colour from 256 in points and
   * lines; a photograph, which would show bands, is the smaller as a JPEG.
   */
  Picture compact() {
    if (!type.equals("image/png") || bytes.length <= SMALL) {
      return this;
    }
    BufferedImage pixels = opaque(pixels());
    Picture jpeg = jpeg(pixels);
    Picture png = fewerShades(pixels);
    Picture smaller = jpeg.bytes.length < png.bytes.length ? jpeg : png;
    return smaller.bytes.length < WORTH_IT * bytes.length ? smaller : this;
  }

  /** Returns the whole picture on white, in the given size, as a JPEG. */
  Picture thumbnail(int width, int height) {
    BufferedImage source = pixels();
    double scale =
        Math.min((double) width / source.getWidth(), (double) height / source.getHeight());
    BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = target.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    // Halving steps: one large step down would skip pixels, and thin lines with them.
    while (scale < 0.5) {
      source = halved(source);
      scale *= 2;
    }
    int drawnWidth = (int) Math.round(source.getWidth() * scale);
    int drawnHeight = (int) Math.round(source.getHeight() * scale);
    graphics.drawImage(
        source,
        (width - drawnWidth) / 2,
        (height - drawnHeight) / 2,
        drawnWidth,
        drawnHeight,
        null);
    graphics.dispose();
    return jpeg(target);
  }

  private static BufferedImage halved(BufferedImage source) {
    int width = Math.max(1, source.getWidth() / 2);
    int height = Math.max(1, source.getHeight() / 2);
    BufferedImage half = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = half.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(source, 0, 0, width, height, null);
    graphics.dispose();
    return half;
  }

  /** JPEG knows no transparency: what is transparent becomes white, as on the page. */
  private static BufferedImage opaque(BufferedImage image) {
    BufferedImage opaque =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = opaque.createGraphics();
    graphics.drawImage(image, 0, 0, Color.WHITE, null);
    graphics.dispose();
    return opaque;
  }

  private static Picture fewerShades(BufferedImage opaque) {
    byte[] table = new byte[256];
    for (int shade = 0; shade < table.length; shade++) {
      table[shade] = (byte) Math.min(255, (shade + 4) / 8 * 8);
    }
    var coarse = new LookupOp(new ByteLookupTable(0, table), null).filter(opaque, null);
    return written("png", "image/png", coarse, 0);
  }

  private static Picture jpeg(BufferedImage opaque) {
    return written("jpeg", "image/jpeg", opaque, QUALITY);
  }

  private static Picture written(String format, String type, BufferedImage image, float quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionQuality(quality);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var stream = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return new Picture(type, bytes.toByteArray());
  }
}
