package demitasse.kernel.source;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds magics in a cell and turns them into calls of functions, leaving every line where it is.
 *
 * <p>IJava (and jjava-jupyter) look for {@code %name} with a regular expression, which also finds
 * one inside a comment or a text block, and takes {@code % b} at the start of a continued line for
 * one. Here a magic stands where a statement can begin, or after {@code =}.
 *
 * <p>In its arguments {@code \{expression}} stands for the value of a Java expression, as under
 * rapaio-jupyter-kernel.
 */
public final class MagicSyntax {
  private static final Pattern CELL =
      Pattern.compile(
          "((?:\\s++|//[^\\n]*+|/\\*(?s:.*?)\\*/)*+)%%(\\w\\S*)([^\\n]*)(?:\\n(.*))?",
          Pattern.DOTALL);
  private static final Pattern LINE = Pattern.compile("%((?:\\w|\\\\\\{)\\S*)([^\\n]*)");

  /** A cell magic below code. */
  private static final Pattern MISPLACED = Pattern.compile("(%%\\w\\S*)[^\\n]*");

  private static final Pattern COMMENT = Pattern.compile("\\s//.*");

  /** Magics whose argument is code, blanks, quotes and all. */
  private static final Set<String> TAKES_CODE = Set.of("time", "timeit");

  /** What may stand before the code, as in {@code -n 10 -r3 x + 1}. */
  private static final Pattern OPTIONS = Pattern.compile("(?:\\s*-[nr]\\s?\\d{1,9}(?!\\S))+\\s*");

  /** Magics whose argument is a command, blanks, quotes and all. */
  private static final Set<String> TAKES_COMMAND = Set.of("sh", "shell", "bash", "cmd", "system");

  /** Cell magics that may have the values of Java variables in their bodies. */
  private static final Set<String> FILLED =
      Set.of("sh", "shell", "bash", "loadFromPOM", "pom", "jars", "jar", "classpath");

  /** The methods that the calls are for. */
  static final String CALLS = "demitasse.kernel.cell.MagicCalls.";

  /** What stands before a statement; {@code ? a :} stands before none that begins with a %. */
  private static final Pattern BEFORE_STATEMENT =
      Pattern.compile("(?:^|[;{}:]|->|(?<!\\p{javaJavaIdentifierPart})(?:else|do))\\s*$");

  private static final Pattern HEAD =
      Pattern.compile("(?<!\\p{javaJavaIdentifierPart})(?:if|for|while)\\s*$");

  private final String code;
  private final StringBuilder java = new StringBuilder();
  private int at;
  private char before = ';'; // the last character of code that is neither blank nor comment

  private MagicSyntax(String code) {
    this.code = code;
  }

  /** Tells whether the argument of a magic, or the body below it, is Java. */
  public static boolean takesCode(String name) {
    return TAKES_CODE.contains(name);
  }

  /** Returns how long the options are that stand before the code in the argument of a magic. */
  public static int optionsLength(String name, String argument) {
    Matcher options = OPTIONS.matcher(argument);
    return name.equals("timeit") && options.lookingAt() ? options.end() : 0;
  }

  /** Tells whether a line magic gets the rest of its line as one argument. */
  public static boolean takesWholeLine(String name) {
    return TAKES_CODE.contains(name) || TAKES_COMMAND.contains(name);
  }

  /** Returns the cell as Java, line for line; of a cell magic, only the lines above it. */
  public static String toJava(String code) {
    if (code.indexOf('%') < 0) {
      return code;
    }
    Matcher cell = CELL.matcher(code);
    if (!cell.matches()) {
      return new MagicSyntax(code).lineMagics();
    }
    String name = cell.group(2);
    String above = "\n".repeat((int) cell.group(1).chars().filter(c -> c == '\n').count());
    String body = cell.group(4) == null ? "" : cell.group(4);
    return above
        + call(
            "cell",
            Stream.concat(
                Stream.of(
                    Filling.literal(name),
                    FILLED.contains(name) ? Filling.ofText(body) : Filling.literal(body)),
                TAKES_CODE.contains(name)
                    ? Stream.of(Filling.literal(cell.group(3).strip()))
                    : words(cell.group(3)).stream()));
  }

  private static List<String> arguments(String name, String rest) {
    if (TAKES_CODE.contains(name)) {
      return List.of(Filling.literal(rest));
    }
    return TAKES_COMMAND.contains(name) ? List.of(Filling.ofText(rest)) : words(rest);
  }

  /** Leaves out what Java's habits add and no path or name of a library ends with. */
  private static List<String> words(String rest) {
    String words = COMMENT.matcher(" " + rest).replaceFirst("").strip();
    return Filling.ofWords(words.replaceFirst("(?<=\\S)\\s*;+$", ""));
  }

  private static String call(String method, Stream<String> arguments) {
    return arguments.collect(Collectors.joining(", ", CALLS + method + "(", ");"));
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
      } else if (c == '%' && canBegin(LINE)) {
        magic();
      } else if (c == '%' && before != '=' && canBegin(MISPLACED)) {
        misplaced();
      } else {
        if (!Character.isWhitespace(c)) {
          before = c;
        }
        copyTo(at + 1);
      }
    }
    return java.toString();
  }

  private boolean canBegin(Pattern magic) {
    if (!magic.matcher(code).region(at, code.length()).lookingAt()) {
      return false;
    }
    int lineStart = code.lastIndexOf('\n', at - 1) + 1;
    boolean atLineStart = code.substring(lineStart, at).isBlank();
    return before == '=' || atLineStart && isBeforeStatement(JavaText.masked(java.toString()));
  }

  /** Tells whether a statement can follow this code, in which comments and literals are masked. */
  static boolean isBeforeStatement(String code) {
    if (BEFORE_STATEMENT.matcher(code).find()) {
      return true;
    }
    int end = code.stripTrailing().length();
    return end > 0
        && code.charAt(end - 1) == ')'
        && HEAD.matcher(code.substring(0, opening(code, end - 1))).find();
  }

  /** Finds the bracket that this one closes; the start of the code if there is none. */
  private static int opening(String code, int closing) {
    int depth = 0;
    for (int i = closing; i > 0; i--) {
      depth += code.charAt(i) == ')' ? 1 : code.charAt(i) == '(' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return 0;
  }

  private void magic() {
    Matcher line = LINE.matcher(code).region(at, code.length());
    line.lookingAt();
    String name = line.group(1);
    String rest = line.group(2).strip();
    if (!takesWholeLine(name)) {
      name = name.replaceFirst(";+$", "");
    }
    java.append(
        call(
            before == '=' ? "line" : "statement",
            Stream.concat(Stream.of(Filling.ofText(name)), arguments(name, rest).stream())));
    at = line.end();
    before = ';';
  }

  private void misplaced() {
    Matcher line = MISPLACED.matcher(code).region(at, code.length());
    line.lookingAt();
    java.append(call("misplaced", Stream.of(Filling.literal(line.group(1)))));
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
}
