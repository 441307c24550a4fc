package demitasse.plot;

import static demitasse.numeric.Arguments.given;

import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;

/**
 * What is said about an image: a text for those who cannot see it, and a caption for all.
 *
 * <p>Every chart of this package has an alternative text that is made from its data. Write another
 * one where you know better what there is to see. The kernel passes it on, so that JupyterLab's
 * pages and the kept pages have it.
 *
 * <p>The text is a property of the image, under the name that {@link Image#getProperty} reserves
 * for descriptions. A copy made by drawing does not have it.
 */
public final class Figure {
  private static final String PROPERTY = "comment";
  private static final int MARGIN = 14;
  private static final int LINE = 17;
  private static final int NARROWEST = 320;

  private Figure() {}

  /**
   * Returns an image with an alternative text, which takes the place of an earlier one.
   *
   * @param image shares its pixels with the one that is returned
   * @param text what the image shows, in a sentence or two
   * @throws IllegalArgumentException if the text is blank
   */
  public static BufferedImage alt(BufferedImage image, String text) {
    given(image, "the image");
    given(text, "the text");
    if (text.isBlank()) {
      throw new IllegalArgumentException("an alternative text says what the image shows");
    }
    return new BufferedImage(
        image.getColorModel(),
        image.getRaster(),
        image.isAlphaPremultiplied(),
        new Hashtable<>(Map.of(PROPERTY, text.strip())));
  }

  /**
   * Returns an image with a caption below it, in as many lines as it takes. The caption is added to
   * the alternative text.
   *
   * @param image not changed
   * @param text what to look for
   * @throws IllegalArgumentException if the text is blank
   */
  public static BufferedImage caption(BufferedImage image, String text) {
    given(image, "the image");
    given(text, "the text");
    if (text.isBlank()) {
      throw new IllegalArgumentException("a caption says what to look for");
    }
    int width = Math.max(image.getWidth(), NARROWEST);
    List<String> lines = lines(text.strip(), width - 2 * MARGIN);
    long height = image.getHeight() + (long) LINE * lines.size() + MARGIN;
    BufferedImage canvas = Style.canvas(width, height);
    Graphics2D g = Style.pen(canvas);
    g.drawImage(image, (width - image.getWidth()) / 2, 0, null);
    for (int i = 0; i < lines.size(); i++) {
      g.drawString(lines.get(i), MARGIN, image.getHeight() + LINE * (i + 1) - 4);
    }
    g.dispose();
    String before = altOf(image);
    return alt(canvas, before.isEmpty() ? text : before + " " + text);
  }

  /** Returns an image's alternative text; empty if it has none. */
  static String altOf(BufferedImage image) {
    return image.getProperty(PROPERTY) instanceof String text ? text : "";
  }

  private static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split("\\s+")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && Style.width(longer, Style.TEXT) > width) {
        lines.add(line);
        line = word;
      } else {
        line = longer;
      }
    }
    lines.add(line);
    return lines;
  }
}
