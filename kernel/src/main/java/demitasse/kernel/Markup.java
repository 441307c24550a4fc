package demitasse.kernel;

/** Text within HTML. */
final class Markup {
  private Markup() {}

  /** Returns a text as content of an element or of an attribute. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
