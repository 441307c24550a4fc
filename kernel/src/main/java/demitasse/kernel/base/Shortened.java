package demitasse.kernel.base;

/** Texts that are too long to be shown, or kept, whole. */
public final class Shortened {
  private Shortened() {}

  /**
   * Returns a text; if it is too long, only its beginning and its length.
   *
   * @param most how many characters may stay
   */
  public static String of(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return "%s… (%,d characters)".formatted(text.substring(0, end), text.length());
  }
}
