package demitasse.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** What all pictures have in common, so that they look like one course. */
final class Style {
  static final Color INK = new Color(0x26, 0x2b, 0x33);
  static final Color FAINT = new Color(0xd8, 0xdc, 0xe2);
  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 15);
  static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  /** Okabe and Ito's colours, told apart also by those who see fewer of them. */
  static final Color[] SERIES = {
    new Color(0x00, 0x72, 0xb2),
    new Color(0xd5, 0x5e, 0x00),
    new Color(0x00, 0x9e, 0x73),
    new Color(0xcc, 0x79, 0xa7),
    new Color(0xe6, 0x9f, 0x00),
    new Color(0x56, 0xb4, 0xe9),
  };

  private Style() {}

  /**
   * Returns the colour of a class: its place on the circle of hues, neighbours made unlike by turns
   * of brightness.
   */
  static Color classColour(int label, int classes) {
    return Color.getHSBColor((float) label / classes, 0.85f, label % 2 == 0 ? 0.9f : 0.62f);
  }

  /** Returns a white canvas. */
  static BufferedImage canvas(int width, int height) {
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
  static void centred(Graphics2D g, String text, int x, int baseline) {
    g.drawString(text, x - g.getFontMetrics().stringWidth(text) / 2, baseline);
  }
}
