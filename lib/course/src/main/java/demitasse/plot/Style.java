package demitasse.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;

/** What all pictures have in common, so that they look like one course. */
final class Style {
  static final Color INK = new Color(0x26, 0x2b, 0x33);
  static final Color FAINT = new Color(0xd8, 0xdc, 0xe2);
  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 15);
  static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final FontRenderContext MEASURE = new FontRenderContext(null, true, false);
  private static final String ELLIPSIS = "…";

  /** Java's fonts have no glyph for these, and would leave them out. */
  private static final Pattern BREAKS = Pattern.compile("[\\s\\p{Cntrl}]+");

  /** Browsers show no larger pictures. */
  private static final int LONGEST_SIDE = 30_000;

  private static final long MOST_PIXELS = 60_000_000;

  private Style() {}

  /**
   * Returns a white canvas.
   *
   * @throws IllegalArgumentException if it would be too large to be looked at
   */
  static BufferedImage canvas(long width, long height) {
    if (width > LONGEST_SIDE || height > LONGEST_SIDE || width * height > MOST_PIXELS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a picture of %,d × %,d pixels is too large: show fewer or smaller things",
              width,
              height));
    }
    return canvas((int) width, (int) height);
  }

  private static BufferedImage canvas(int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    g.dispose();
    return image;
  }

  /** Returns a pen with smooth text and lines, and pixels enlarged as squares. */
  static Graphics2D pen(BufferedImage canvas) {
    Graphics2D g = canvas.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    g.setColor(INK);
    g.setFont(TEXT);
    return g;
  }

  /** Writes text with its middle at x. */
  static void centered(Graphics2D g, String text, int x, int baseline) {
    g.drawString(text, x - g.getFontMetrics().stringWidth(text) / 2, baseline);
  }

  /** Writes a title with its middle at x, as large as its width allows. */
  static void title(Graphics2D g, String title, int x, int baseline, int width) {
    Font before = g.getFont();
    Font font = titleFont(title, width);
    g.setFont(font);
    centered(g, shortened(title, font, width), x, baseline);
    g.setFont(before);
  }

  /** Returns the largest font in which a title is not wider than this, down to that of the text. */
  static Font titleFont(String title, int width) {
    Font font = TITLE;
    while (font.getSize() > TEXT.getSize() - 1 && width(title, font) > width) {
      font = font.deriveFont(font.getSize() - 1f);
    }
    return font;
  }

  /** Returns how wide a text is. */
  static int width(String text, Font font) {
    return (int) Math.ceil(font.getStringBounds(text, MEASURE).getWidth());
  }

  /** Returns how wide the widest of these texts is. */
  static int widest(Collection<String> texts, Font font) {
    return texts.stream().mapToInt(text -> width(text, font)).max().orElse(0);
  }

  /**
   * Returns a text on one line that is not wider than this, with an ellipsis for what is left out.
   */
  static String shortened(String given, Font font, int width) {
    String text = BREAKS.matcher(given).replaceAll(" ");
    if (width(text, font) <= width) {
      return text;
    }
    int fitting = 0;
    int beyond = text.length();
    while (beyond - fitting > 1) {
      int middle = (fitting + beyond) >>> 1;
      if (width(text.substring(0, middle) + ELLIPSIS, font) <= width) {
        fitting = middle;
      } else {
        beyond = middle;
      }
    }
    return text.substring(0, fitting) + ELLIPSIS;
  }

  /** Returns a font in which a text is not wider than this, the given one if it can be. */
  static Font fitting(String text, Font font, int width) {
    float size = font.getSize2D() * width / Math.max(1, width(text, font));
    return font.deriveFont(Math.min(font.getSize2D(), size));
  }

  /** Writes a number in little room: whole ones as they are, others with two places. */
  static String number(float value) {
    return number(value, value == Math.rint(value));
  }

  /**
   * Writes a number in little room.
   *
   * @param whole without places; a whole number among others has two places, as they have
   */
  static String number(float value, boolean whole) {
    float size = Math.abs(value);
    if (Float.isNaN(value)) {
      return "NaN";
    }
    if (Float.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    String text;
    if (size >= 1e6 || size > 0 && size < 0.005) {
      text =
          new DecimalFormat("0.#E0", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    } else if (whole || size >= 1000) {
      text = Long.toString(Math.round(value));
    } else {
      // There is no −0.00.
      text = String.format(Locale.ROOT, "%.2f", value == 0 ? 0 : value);
    }
    return text.replace('E', 'e').replace('-', '−');
  }
}
