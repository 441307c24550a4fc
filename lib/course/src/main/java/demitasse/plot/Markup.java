package demitasse.plot;

import java.awt.Color;

/** Text and colours within SVG and HTML. */
final class Markup {
  private Markup() {}

  /** Returns a text as content of an element or of an attribute. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Returns a colour as the value of an attribute, such as {@code #0072b2}. */
  static String hex(Color color) {
    return "#%06x".formatted(color.getRGB() & 0xffffff);
  }
}
