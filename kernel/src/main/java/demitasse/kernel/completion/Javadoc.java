package demitasse.kernel.completion;

import demitasse.kernel.api.Markup;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Documentation comments as HTML and as plain text. */
final class Javadoc {
  // Inline tags whose argument stands as code; nested braces one deep, as in {@code Map<K, {V}>}.
  private static final Pattern CODE =
      Pattern.compile("\\{@(?:code|literal)\\s+((?:[^{}]|\\{[^{}]*\\})*)\\}");
  private static final Pattern LINK =
      Pattern.compile("\\{@link(?:plain)?\\s+([^\\s}]+)(?:\\s+([^}]*))?\\}");
  private static final Pattern OTHER_INLINE = Pattern.compile("\\{@\\w+\\s*([^}]*)\\}");
  private static final Pattern BLOCK = Pattern.compile("(?m)^\\s*@(\\w+)[ \\t]*");

  private Javadoc() {}

  /** Returns the comment as HTML, block tags as a list. */
  static String html(String comment) {
    String inline = replace(CODE.matcher(comment), true);
    inline =
        LINK.matcher(inline)
            .replaceAll(m -> Matcher.quoteReplacement("<code>" + label(m) + "</code>"));
    inline = OTHER_INLINE.matcher(inline).replaceAll("$1");
    Matcher block = BLOCK.matcher(inline);
    if (!block.find()) {
      return inline.strip();
    }
    StringBuilder html = new StringBuilder(inline.substring(0, block.start()).strip());
    html.append("\n<dl>");
    int start;
    do {
      String tag = block.group(1);
      start = block.end();
      int end = block.find() ? block.start() : inline.length();
      html.append("\n<dt>").append(title(tag)).append("</dt><dd>");
      html.append(inline.substring(start, end).strip()).append("</dd>");
      if (end == inline.length()) {
        break;
      }
    } while (true);
    return html.append("\n</dl>").toString();
  }

  /** Returns the comment as plain text. */
  static String plain(String comment) {
    String inline = replace(CODE.matcher(comment), false);
    inline = LINK.matcher(inline).replaceAll(m -> Matcher.quoteReplacement(label(m)));
    inline = OTHER_INLINE.matcher(inline).replaceAll("$1");
    return BLOCK
        .matcher(inline)
        .replaceAll(m -> Matcher.quoteReplacement(title(m.group(1)) + " "))
        .replaceAll("(?i)<(p|br|/p|/li|/tr|/dt|/dd)\\s*/?>", "\n")
        .replaceAll("(?i)<li>", "  - ")
        .replaceAll("<[a-zA-Z/][^>]*>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
        .replaceAll("[ \\t]+\\n", "\n")
        .replaceAll("\\n{3,}", "\n\n")
        .strip();
  }

  private static String replace(Matcher code, boolean html) {
    return code.replaceAll(
        m ->
            Matcher.quoteReplacement(
                html ? "<code>" + Markup.escape(m.group(1)) + "</code>" : m.group(1)));
  }

  private static String label(MatchResult link) {
    String text = link.group(2);
    return text == null || text.isBlank()
        ? link.group(1).replaceFirst("^#", "").replace('#', '.')
        : text.strip();
  }

  private static String title(String tag) {
    return switch (tag) {
      case "param" -> "Parameter";
      case "return" -> "Returns";
      case "throws", "exception" -> "Throws";
      case "see" -> "See also";
      case "since" -> "Since";
      case "deprecated" -> "Deprecated";
      default -> tag;
    };
  }
}
