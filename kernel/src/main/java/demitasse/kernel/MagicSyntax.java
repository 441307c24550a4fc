package demitasse.kernel;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds magics in a cell and turns them into calls of {@link Cells}, leaving every line where it
 * is.
 *
 * <p>IJava (and jjava-jupyter) look for {@code %name} with a regular expression, which also finds
 * one inside a comment or a text block, and takes {@code % b} at the start of a continued line for
 * one. Here a magic stands where a statement can begin, or after {@code =}.
 */
final class MagicSyntax {
  private static final Pattern CELL =
      Pattern.compile("\\s*%%(\\w\\S*)([^\\n]*)(?:\\n(.*))?", Pattern.DOTALL);
  private static final Pattern LINE = Pattern.compile("%(\\w\\S*)([^\\n]*)");

  /** Magics whose argument is code, blanks, quotes and all. */
  private static final Set<String> TAKES_CODE = Set.of("time");

  /** Magics whose value is shown although they stand as a statement. */
  private static final Set<String> SHOWN = Set.of("time", "lsmagic");

  /** A string constant of a class file has at most 65,535 bytes. */
  private static final int LITERAL_CHARS = 16_000;

  private static final String STATEMENT = Cells.class.getName() + ".magic";

  private final String code;
  private final StringBuilder java = new StringBuilder();
  private int at;
  private char before = ';'; // the last character of code that is neither blank nor comment

  private MagicSyntax(String code) {
    this.code = code;
  }

  /** Returns the cell as Java, line for line; of a cell magic, one line. */
  static String toJava(String code) {
    Matcher cell = CELL.matcher(code);
    if (cell.matches()) {
      String body = cell.group(3) == null ? "" : cell.group(3);
      return "cellMagic(%s, %s, %s);"
          .formatted(literal(cell.group(1)), list(Words.split(cell.group(2))), literal(body));
    }
    return code.indexOf('%') < 0 ? code : new MagicSyntax(code).lineMagics();
  }

  private String lineMagics() {
    while (at < code.length()) {
      char c = code.charAt(at);
      if (code.startsWith("//", at)) {
        copyTo(indexOrEnd("\n", at));
      } else if (code.startsWith("/*", at)) {
        copyPast("*/", 2);
      } else if (code.startsWith("\"\"\"", at)) {
        copyPast("\"\"\"", 3);
        before = '"';
      } else if (c == '"' || c == '\'') {
        copyPast(String.valueOf(c), 1);
        before = c;
      } else if (c == '%' && canBegin()) {
        magic();
      } else {
        if (!Character.isWhitespace(c)) {
          before = c;
        }
        copyTo(at + 1);
      }
    }
    return java.toString();
  }

  private boolean canBegin() {
    if (!LINE.matcher(code).region(at, code.length()).lookingAt()) {
      return false;
    }
    int lineStart = code.lastIndexOf('\n', at - 1) + 1;
    boolean atLineStart = code.substring(lineStart, at).isBlank();
    return before == '=' || atLineStart && (before == ';' || before == '{' || before == '}');
  }

  private void magic() {
    Matcher line = LINE.matcher(code).region(at, code.length());
    line.lookingAt();
    String name = line.group(1);
    String rest = line.group(2).strip();
    List<String> args = TAKES_CODE.contains(name) ? List.of(rest) : Words.split(rest);
    String call = before == '=' || SHOWN.contains(name) ? "lineMagic" : STATEMENT;
    java.append("%s(%s, %s);".formatted(call, literal(name), list(args)));
    at = line.end();
    before = ';';
  }

  private int indexOrEnd(String text, int from) {
    int found = code.indexOf(text, from);
    return found < 0 ? code.length() : found;
  }

  private void copyTo(int end) {
    java.append(code, at, end);
    at = end;
  }

  /** Copies a literal or comment: to after its end, past escapes, or up to the end of the code. */
  private void copyPast(String end, int opening) {
    int i = at + opening;
    boolean comment = end.equals("*/");
    while (i < code.length() && !code.startsWith(end, i)) {
      i += code.charAt(i) == '\\' && !comment ? 2 : 1;
    }
    copyTo(Math.min(code.length(), i + end.length()));
  }

  private static String list(List<String> words) {
    return "java.util.List.of("
        + words.stream().map(MagicSyntax::literal).collect(Collectors.joining(", "))
        + ")";
  }

  private static String literal(String text) {
    if (text.length() <= LITERAL_CHARS) {
      return quoted(text);
    }
    return IntStream.iterate(0, i -> i < text.length(), i -> i + LITERAL_CHARS)
        .mapToObj(i -> quoted(text.substring(i, Math.min(text.length(), i + LITERAL_CHARS))))
        .collect(Collectors.joining(", ", "String.join(\"\", ", ")"));
  }

  private static String quoted(String text) {
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
