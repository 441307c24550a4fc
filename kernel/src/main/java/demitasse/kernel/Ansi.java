package demitasse.kernel;

import java.util.regex.Pattern;

/** The colours of tracebacks. */
final class Ansi {
  static final String RED = "\u001b[1;31m";
  static final String DIM = "\u001b[2m";
  static final String PLAIN = "\u001b[0m";

  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

  private Ansi() {}

  static String red(String text) {
    return RED + text + PLAIN;
  }

  /** What stands before the line of a cell that an error is in. */
  static String arrow(int line) {
    return red("----> " + line) + " ";
  }

  /** Returns a text without colours. */
  static String without(String text) {
    return COLOUR.matcher(text).replaceAll("");
  }
}
