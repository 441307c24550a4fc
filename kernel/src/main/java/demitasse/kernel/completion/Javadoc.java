package demitasse.kernel.completion;

import demitasse.kernel.api.Markup;
import demitasse.kernel.source.SourceComments.Comment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Documentation comments, which are HTML or Markdown, as HTML and as plain text. */
final class Javadoc {
  // Inline tags whose argument stands as code; nested braces one deep, as in {@code Map<K, {V}>}.
  private static final Pattern CODE =
      Pattern.compile("\\{@(?:code|literal)\\s+((?:[^{}]|\\{[^{}]*\\})*)\\}");
  private static final Pattern LINK =
      Pattern.compile("\\{@link(?:plain)?\\s+([^\\s}]+)(?:\\s+([^}]*))?\\}");
  private static final Pattern OTHER_INLINE = Pattern.compile("\\{@\\w+\\s*([^}]*)\\}");
  private static final Pattern BLOCK = Pattern.compile("\\s*@(\\w+)[ \\t]*(.*)");
  private static final Pattern FENCE = Pattern.compile(" {0,3}(```|~~~).*");

  private Javadoc() {}

  /**
   * A part of a comment.
   *
   * @param tag its name without the {@code @}; empty for what stands before all of them
   */
  private record Block(String tag, String text) {}

  /** Returns the comment as HTML, block tags as a list. */
  static String html(Comment comment) {
    UnaryOperator<String> format =
        comment.isMarkdown() ? text -> Markdown.html(text).strip() : String::strip;
    UnaryOperator<String> asCode =
        comment.isMarkdown() ? text -> "`" + text + "`" : text -> "<code>" + text + "</code>";
    UnaryOperator<String> literal = comment.isMarkdown() ? text -> text : Markup::escape;
    String plain = withoutInline(comment.text(), text -> asCode.apply(literal.apply(text)), asCode);
    List<Block> blocks = blocks(plain, comment.isMarkdown());
    StringBuilder html = new StringBuilder(format.apply(blocks.get(0).text()));
    if (blocks.size() == 1) {
      return html.toString();
    }
    html.append("\n<dl>");
    for (Block block : blocks.subList(1, blocks.size())) {
      html.append("\n<dt>").append(title(block.tag())).append("</dt><dd>");
      html.append(format.apply(block.text())).append("</dd>");
    }
    return html.append("\n</dl>").toString();
  }

  /** Returns the comment as plain text. Markdown is that already. */
  static String plain(Comment comment) {
    StringBuilder text = new StringBuilder();
    String plain = withoutInline(comment.text(), code -> code, link -> link);
    for (Block block : blocks(plain, comment.isMarkdown())) {
      text.append(block.tag().isEmpty() ? "" : "\n" + title(block.tag()) + " ");
      text.append(block.text().stripTrailing());
    }
    return comment.isMarkdown() ? text.toString().strip() : withoutTags(text.toString());
  }

  private static String withoutTags(String html) {
    return html.replaceAll("(?i)<(p|br|/p|/li|/tr|/dt|/dd)\\s*/?>", "\n")
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

  /** Replaces inline tags. */
  private static String withoutInline(
      String comment, UnaryOperator<String> code, UnaryOperator<String> link) {
    String text =
        CODE.matcher(comment)
            .replaceAll(m -> Matcher.quoteReplacement(code.apply(m.group(1).strip())));
    text = LINK.matcher(text).replaceAll(m -> Matcher.quoteReplacement(link.apply(label(m))));
    return OTHER_INLINE.matcher(text).replaceAll("$1");
  }

  /** Takes a comment apart at its block tags, of which code in Markdown has none. */
  private static List<Block> blocks(String comment, boolean isMarkdown) {
    List<Block> blocks = new ArrayList<>();
    String tag = "";
    StringBuilder text = new StringBuilder();
    boolean isCode = false;
    for (String line : comment.lines().toList()) {
      isCode ^= isMarkdown && FENCE.matcher(line).matches();
      Matcher begins = BLOCK.matcher(line);
      boolean isTag = !isCode && begins.matches();
      if (isTag) {
        blocks.add(new Block(tag, text.toString()));
        tag = begins.group(1);
        text.setLength(0);
      }
      text.append(isTag ? begins.group(2) : line).append('\n');
    }
    blocks.add(new Block(tag, text.toString()));
    return blocks;
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
