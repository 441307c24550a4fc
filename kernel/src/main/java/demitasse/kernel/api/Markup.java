package demitasse.kernel.api;

/** Text within HTML. */
public final class Markup {
  private Markup() {}

  /** Returns a text as content of an element or of an attribute. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
