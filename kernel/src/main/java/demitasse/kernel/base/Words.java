package demitasse.kernel.base;

import java.util.ArrayList;
import java.util.List;

/** Splits the arguments of a magic, or options in an environment variable, into words. */
public final class Words {
  private Words() {}

  /**
   * Splits at blanks outside double quotes; a backslash takes the next quote or backslash as it is.
   */
  public static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean begun = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char after = i + 1 < text.length() ? text.charAt(i + 1) : 0;
      if (c == '\\' && (after == '"' || after == '\\')) {
        word.append(after);
        begun = true;
        i++;
      } else if (c == '"') {
        quoted = !quoted;
        begun = true;
      } else if (Character.isWhitespace(c) && !quoted) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }
}
