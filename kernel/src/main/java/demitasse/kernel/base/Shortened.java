package demitasse.kernel.base;

/** Texts that are too long to be shown, or kept, whole. */
public final class Shortened {
  private Shortened() {}

  /**
   * Returns a text; of a longer one its beginning, and how long it is.
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
