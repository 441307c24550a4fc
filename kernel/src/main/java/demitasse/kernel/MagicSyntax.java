package demitasse.kernel;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds magics in a cell and turns them into calls of {@link Cells}, leaving every line where it
 * is.
 */
final class MagicSyntax {
  private static final Pattern CELL =
      Pattern.compile("\\A\\s*%%(\\w\\S*)[ \\t]*([^\\n]*)(?:\\n(.*))?\\z", Pattern.DOTALL);
  private static final Pattern LINE = Pattern.compile("(?m)(?<=^|=)([ \\t]*)%(\\w\\S*)([^\\n]*)$");

  private MagicSyntax() {}

  static String toJava(String code) {
    Matcher cell = CELL.matcher(code);
    if (cell.matches()) {
      String body = cell.group(3) == null ? "" : cell.group(3);
      return "cellMagic("
          + literal(cell.group(1))
          + ", "
          + list(Words.split(cell.group(2)))
          + ", "
          + literal(body)
          + ");";
    }
    Matcher line = LINE.matcher(code);
    return line.replaceAll(
        m ->
            Matcher.quoteReplacement(
                m.group(1)
                    + "lineMagic("
                    + literal(m.group(2))
                    + ", "
                    + list(Words.split(m.group(3)))
                    + ");"));
  }

  private static String list(List<String> words) {
    return "java.util.List.of("
        + words.stream().map(MagicSyntax::literal).collect(Collectors.joining(", "))
        + ")";
  }

  private static String literal(String text) {
    StringBuilder java = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> java.append("\\\"");
        case '\\' -> java.append("\\\\");
        case '\n' -> java.append("\\n");
        case '\r' -> java.append("\\r");
        default -> java.append(c);
      }
    }
    return java.append('"').toString();
  }
}
