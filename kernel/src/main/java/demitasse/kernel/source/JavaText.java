package demitasse.kernel.source;

/** Tells what of Java source is code, without asking the compiler: it may not be whole yet. */
public final class JavaText {
  private static final String TEXT_BLOCK = "\"\"\"";

  private final String source;
  private final StringBuilder masked;
  private int at;

  private JavaText(String source) {
    this.source = source;
    this.masked = new StringBuilder(source);
  }

  /**
   * Returns source of the same length and lines, with blanks in place of comments and underscores
   * within literals. A comment that is not closed stays, from its beginning on.
   */
  public static String masked(String source) {
    return new JavaText(source).mask();
  }

  /** Returns the offset of the first character from {@code from} on that is no blank or comment. */
  public static int firstToken(String source, int from) {
    String code = masked(source.substring(from));
    return from + code.length() - code.stripLeading().length();
  }

  /** Returns code without the blanks and semicolons at its end. */
  static String withoutSemicolons(String code) {
    String left = code.stripTrailing();
    while (left.endsWith(";")) {
      left = left.substring(0, left.length() - 1).stripTrailing();
    }
    return left;
  }

  /** Tells whether source ends within a literal or a comment. */
  public static boolean isInText(String source) {
    return masked(source + "x").indexOf('x', source.length()) < 0 || isInOpenComment(source);
  }

  private static boolean isInOpenComment(String source) {
    return !masked(source + "*/").endsWith("*/");
  }

  private String mask() {
    while (at < source.length()) {
      char c = source.charAt(at);
      if (source.startsWith("//", at)) {
        int end = source.indexOf('\n', at);
        blank(end < 0 ? source.length() : end);
      } else if (source.startsWith("/*", at)) {
        int end = source.indexOf("*/", at + 2);
        if (end < 0) {
          break;
        }
        blank(end + 2);
      } else if (source.startsWith(TEXT_BLOCK, at)) {
        literal(TEXT_BLOCK);
      } else if (c == '"' || c == '\'') {
        literal(String.valueOf(c));
      } else {
        at++;
      }
    }
    return masked.toString();
  }

  private void blank(int end) {
    fill(end, ' ');
  }

  private void fill(int end, char with) {
    for (; at < end; at++) {
      if (source.charAt(at) != '\n') {
        masked.setCharAt(at, with);
      }
    }
  }

  /** A literal ends at its quote, or, but for a text block, at the end of its line. */
  private void literal(String quote) {
    at += quote.length();
    int end = at;
    while (end < source.length() && !source.startsWith(quote, end)) {
      if (source.charAt(end) == '\n' && quote.length() == 1) {
        break;
      }
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    end = Math.min(end, source.length());
    fill(end, '_');
    at = Math.min(source.length(), source.startsWith(quote, end) ? end + quote.length() : end);
  }
}
