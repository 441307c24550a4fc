package demitasse.kernel.base;

import java.util.regex.Pattern;

/** The colours of tracebacks. */
public final class Ansi {
  static final String RED = "\u001b[1;31m";
  public static final String DIM = "\u001b[2m";
  public static final String PLAIN = "\u001b[0m";

  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

  private Ansi() {}

  public static String red(String text) {
    return RED + text + PLAIN;
  }

  /** What stands before the line of a cell that an error is in. */
  public static String arrow(int line) {
    return red("----> " + line) + " ";
  }

  /** Returns a text without colours. */
  public static String without(String text) {
    return COLOUR.matcher(text).replaceAll("");
  }
}
