package demitasse.kernel.renderers;

import demitasse.kernel.api.Markup;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** Images as messages carry them, with what they show in words. */
final class Images {
  private Images() {}

  /** Returns a PNG in base 64. */
  static String png(RenderedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }

  /** Puts an image into an output, with its alternative text if there is one. */
  static void put(DisplayData out, MIMEType type, String image, String alt) {
    out.putData(type, image);
    if (!alt.isBlank()) {
      out.putMetaData(type, Map.of("alt", alt));
    }
  }

  /** Returns an image as HTML. */
  static String html(RenderedImage image, String alt) {
    return "<img alt=\"%s\" width=\"%d\" height=\"%d\" src=\"data:image/png;base64,%s\">"
        .formatted(Markup.escape(alt), image.getWidth(), image.getHeight(), png(image));
  }
}
