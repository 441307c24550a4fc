package demitasse.kernel.source;

import demitasse.kernel.base.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Texts as Java expressions, with the values of other expressions filled in. */
final class Filling {
  /** What is filled in, told from the escaped braces of shells and of regular expressions. */
  private static final Pattern VALUE =
      Pattern.compile("(\\\\\\\\)|\\\\\\{([\\p{L}_$][^{}\\\\\\n]*)\\}");

  private static final Pattern VALUE_IN_WORDS =
      Pattern.compile(
          "(\\\\\\\\)|\\\\\\{([\\p{L}_$][^{}\\\\\\n]*)\\}|\\$\\{([\\p{L}_][^{}\\n]*)\\}");

  /** Stands for a value while a line is split into words: it is no character. */
  private static final char PLACE = '\uFFFF';

  /** A string constant of a class file has at most 65,535 bytes. */
  private static final int LITERAL_CHARS = 16_000;

  private Filling() {}

  /** Returns an expression for the text, {@code \{value}} filled in. */
  static String ofText(String text) {
    List<String> values = new ArrayList<>();
    return expression(mark(text, VALUE, values, "\\\\\\\\"), values, new int[1]);
  }

  /** Returns an expression for each word, {@code \{value}} and {@code ${value}} filled in. */
  static List<String> ofWords(String line) {
    List<String> values = new ArrayList<>();
    int[] next = new int[1];
    return Words.split(mark(line, VALUE_IN_WORDS, values, "\\\\\\\\")).stream()
        .map(word -> expression(word, values, next))
        .toList();
  }

  private static String mark(String text, Pattern pattern, List<String> values, String escaped) {
    return pattern
        .matcher(text)
        .replaceAll(
            found -> {
              if (found.group(1) != null) {
                return escaped; // a backslash, and no beginning of a value
              }
              values.add(found.group(2) != null ? found.group(2) : found.group(3));
              return String.valueOf(PLACE);
            });
  }

  private static String expression(String marked, List<String> values, int[] next) {
    if (marked.indexOf(PLACE) < 0) {
      return literal(marked);
    }
    StringBuilder java = new StringBuilder();
    int from = 0;
    for (int place; (place = marked.indexOf(PLACE, from)) >= 0; from = place + 1) {
      if (from == 0 || place > from) {
        java.append(literal(marked.substring(from, place))).append(" + ");
      }
      java.append('(').append(values.get(next[0]++)).append(") + ");
    }
    return java + literal(marked.substring(from));
  }

  /** Returns the text as a literal of Java. */
  static String literal(String text) {
    if (text.length() <= LITERAL_CHARS) {
      return quoted(text);
    }
    return IntStream.iterate(0, i -> i < text.length(), i -> i + LITERAL_CHARS)
        .mapToObj(i -> quoted(text.substring(i, Math.min(text.length(), i + LITERAL_CHARS))))
        .collect(Collectors.joining(", ", MagicSyntax.CALLS + "text(", ")"));
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
