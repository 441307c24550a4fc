package demitasse.kernel.source;

/** The Java in a cell that is being typed, every character at its place. */
public final class MagicText {
  private static final String NULL = "null;";

  private final String cell;
  private final StringBuilder java;

  private MagicText(String cell) {
    this.cell = cell;
    this.java = new StringBuilder(cell);
  }

  /** Returns the cell with blanks in place of magics, but for the Java that some of them take. */
  public static String withoutMagics(String cell) {
    if (cell.indexOf('%') < 0) {
      return cell;
    }
    MagicText text = new MagicText(cell);
    String masked = JavaText.masked(cell);
    int first = masked.length() - masked.stripLeading().length();
    if (masked.startsWith("%%", first)) {
      text.blank(first, MagicSyntax.takesCode(text.name(first + 2)) ? text.lineEnd(first) : -1);
    } else {
      text.lineMagics();
    }
    return text.java.toString();
  }

  private void lineMagics() {
    String masked = JavaText.masked(cell);
    char before = ';'; // the last character of code
    for (int i = 0; i < cell.length(); i++) {
      char c = masked.charAt(i);
      boolean begins = c == '%' && !name(i + 1).isEmpty();
      if (begins && before == '=') {
        int end = lineEnd(i);
        blank(i, end);
        if (end - i >= NULL.length()) {
          java.replace(i, i + NULL.length(), NULL);
        }
        i = end - 1;
        before = ';';
        masked = JavaText.masked(java.toString()); // a glob may hold the beginning of a comment
      } else if (begins
          && isFirstOfLine(masked, i)
          && (before == ';' || MagicSyntax.isBeforeStatement(masked.substring(0, i)))) {
        int end = MagicSyntax.takesCode(name(i + 1)) ? codeStart(i + 1) : lineEnd(i);
        blank(i, end);
        i = end - 1;
        masked = JavaText.masked(java.toString());
      } else if (!Character.isWhitespace(c)) {
        before = c;
      }
    }
  }

  /** Where the code begins that a magic takes: behind its name and its options. */
  private int codeStart(int nameStart) {
    String name = name(nameStart);
    int argument = nameStart + name.length();
    return argument + MagicSyntax.optionsLength(name, cell.substring(argument, lineEnd(argument)));
  }

  private static boolean isFirstOfLine(String masked, int at) {
    return masked.substring(masked.lastIndexOf('\n', at) + 1, at).isBlank();
  }

  /** Blanks from a magic on; up to the end of the cell if {@code end} is negative. */
  private void blank(int start, int end) {
    for (int i = start; i < (end < 0 ? cell.length() : end); i++) {
      if (cell.charAt(i) != '\n') {
        java.setCharAt(i, ' ');
      }
    }
  }

  private String name(int start) {
    int end = start;
    while (end < cell.length() && Character.isJavaIdentifierPart(cell.charAt(end))) {
      end++;
    }
    return cell.substring(start, end);
  }

  private int lineEnd(int from) {
    int end = cell.indexOf('\n', from);
    return end < 0 ? cell.length() : end;
  }
}
