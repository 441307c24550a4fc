package demitasse.plot;

import static demitasse.numeric.Arguments.given;

import demitasse.numeric.Parallel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/** Images shown one after the other, again and again. */
public final class AnimatedGif {
  private static final String FORMAT = "javax_imageio_gif_image_1.0";

  /** The format has 16 bits for the hundredths of a second. */
  private static final int LONGEST = 655_350;

  private AnimatedGif() {}

  /**
   * Returns a GIF.
   *
   * @param frames of one size, at least one
   * @param millis how long each is shown; GIF counts in hundredths of a second
   * @throws IllegalArgumentException if there is no frame, if sizes differ, or if the time is not
   *     from 10 to 655,350 ms
   */
  public static byte[] bytes(List<BufferedImage> frames, int millis) {
    given(frames, "the frames", "frame");
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("there is no frame to show");
    }
    if (millis < 10 || millis > LONGEST) {
      throw new IllegalArgumentException(
          "a frame is shown for 10 to " + LONGEST + " ms, not for " + millis);
    }
    ImageGrid.requireOneSize("the frames of an animation", frames);
    ImageWriter writer = ImageIO.getImageWritersBySuffix("gif").next();
    var bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (BufferedImage frame : frames) {
        Parallel.checkInterrupt();
        IIOMetadata metadata =
            writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(frame), null);
        describe(metadata, Math.round(millis / 10f));
        writer.writeToSequence(new IIOImage(frame, null, metadata), null);
      }
      writer.endWriteSequence();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /**
   * Returns the GIF as HTML, for {@code display(html, "text/html")}. Its alternative text is that
   * of the last frame.
   */
  public static String html(List<BufferedImage> frames, int millis) {
    String gif = Base64.getEncoder().encodeToString(bytes(frames, millis));
    String end = Figure.altOf(frames.get(frames.size() - 1));
    String alt =
        "Animation of %s.%s"
            .formatted(
                AltText.count(frames.size(), "frame"),
                end.isEmpty() ? "" : " The last one: " + end);
    return "<img alt=\"%s\" src=\"data:image/gif;base64,%s\">".formatted(Markup.escape(alt), gif);
  }

  /** Sets how long the frame is shown, and that the sequence begins anew for ever. */
  private static void describe(IIOMetadata metadata, int hundredths)
      throws IIOInvalidTreeException {
    var root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
    var control = (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("delayTime", Integer.toString(hundredths));
    var applications = new IIOMetadataNode("ApplicationExtensions");
    var loop = new IIOMetadataNode("ApplicationExtension");
    loop.setAttribute("applicationID", "NETSCAPE");
    loop.setAttribute("authenticationCode", "2.0");
    // Sub-block 1: the number of rounds, in two bytes; 0 is without end.
    loop.setUserObject(new byte[] {1, 0, 0});
    applications.appendChild(loop);
    root.appendChild(applications);
    metadata.setFromTree(FORMAT, root);
  }
}
