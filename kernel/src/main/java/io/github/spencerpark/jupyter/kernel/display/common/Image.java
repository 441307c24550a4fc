package io.github.spencerpark.jupyter.kernel.display.common;

import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** The types that an image can be shown in. */
public final class Image {
  public static final MIMEType PNG = MIMEType.IMAGE_PNG;
  public static final MIMEType JPEG = MIMEType.IMAGE_JPEG;
  public static final MIMEType GIF = MIMEType.IMAGE_GIF;
  public static final MIMEType SVG = MIMEType.IMAGE_SVG;

  private Image() {}

  /** Renders an image in those types that are asked for. */
  public static void renderImage(RenderedImage image, RenderContext context) {
    for (MIMEType type : new MIMEType[] {PNG, JPEG, GIF}) {
      context.renderIfRequested(type, () -> encoded(image, type.getSubtype()));
    }
  }

  private static String encoded(RenderedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("this image cannot be written as " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }
}
