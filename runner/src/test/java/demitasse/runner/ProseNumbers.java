package demitasse.runner;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers that prose quotes. A comment behind a number says where it comes from, and this class
 * compares both:
 *
 * <pre>
 * 0.0192&lt;!-- record: test MSE ±10% --&gt;              this chapter's run in standard
 * 0.0052&lt;!-- record 07-elu full: test MSE --&gt;       another chapter's, in full
 * 0.0188&lt;!-- source 06-cnn: test MSE --&gt;            the lesson on which the chapter is modelled
 * </pre>
 *
 * <p>Without a tolerance the number must be the value rounded to the digits that are written. A
 * number in front of a percent sign is a hundredfold share.
 */
final class ProseNumbers {
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w.,])[-−]?\\d[\\d,]*(?:\\.\\d+)?(?![\\d]|\\.\\d)");
  private static final Pattern MARK =
      Pattern.compile(
          "<!-- (record|source)(?: ([\\w-]+))??(?: (standard|full))?: (.+?)(?: ±([\\d.]+)(%?))? -->");

  private final Map<String, Map<String, Double>> known = new HashMap<>();

  /** Makes a value known under the key of {@link #record} or {@link #source}. */
  ProseNumbers know(String key, String name, double value) {
    known.computeIfAbsent(key, unused -> new HashMap<>()).put(name, value);
    return this;
  }

  static String record(String chapter, String profile) {
    return "record " + chapter + " " + profile;
  }

  static String source(String chapter) {
    return "source " + chapter;
  }

  /**
   * Returns a line for each mark that disagrees with what is known, or that nothing is known of.
   */
  List<String> disagreements(Prose prose) {
    List<String> findings = new ArrayList<>();
    for (MatchResult mark : marks(prose.text())) {
      MatchResult number = numberBefore(prose.text(), mark);
      if (number == null) {
        findings.add(prose.place() + ": no number before " + mark.group());
      } else {
        String between = prose.text().substring(number.end(), mark.start());
        double scale = between.contains("%") ? 100 : 1;
        String finding = finding(prose, mark, number.group().replace("−", "-"), scale);
        if (finding != null) {
          findings.add(prose.place() + ": " + finding);
        }
      }
    }
    return findings;
  }

  private String finding(Prose prose, MatchResult mark, String said, double scale) {
    String chapter = mark.group(2) == null ? prose.document() : mark.group(2);
    String profile = mark.group(3) == null ? "standard" : mark.group(3);
    String key = mark.group(1).equals("source") ? source(chapter) : record(chapter, profile);
    Double value = known.getOrDefault(key, Map.of()).get(mark.group(4));
    if (value == null) {
      return "no value \"" + mark.group(4) + "\" in " + key;
    }
    BigDecimal number = new BigDecimal(said.replace(",", ""));
    double tolerance = 0.5 * Math.pow(10, -number.scale()) * (1 + 1e-9);
    if (mark.group(5) != null) {
      tolerance = Double.parseDouble(mark.group(5));
      if (!mark.group(6).isEmpty()) {
        tolerance *= Math.abs(number.doubleValue()) / 100;
      }
    }
    double found = value * scale;
    return Math.abs(number.doubleValue() - found) <= tolerance
        ? null
        : "says %s, but \"%s\" is %s in %s".formatted(said, mark.group(4), found, key);
  }

  /** Returns the decimals of a text that carry no mark. */
  static List<String> unmarked(Prose prose) {
    String text = prose.text();
    List<Integer> marked =
        marks(text).stream()
            .map(mark -> numberBefore(text, mark))
            .filter(number -> number != null)
            .map(MatchResult::start)
            .toList();
    return NUMBER
        .matcher(MARK.matcher(text).replaceAll(mark -> " ".repeat(mark.group().length())))
        .results()
        .filter(number -> number.group().contains("."))
        .filter(number -> !marked.contains(number.start()))
        .map(number -> number.group().replace("−", "-"))
        .toList();
  }

  private static List<MatchResult> marks(String text) {
    return MARK.matcher(text).results().toList();
  }

  private static MatchResult numberBefore(String text, MatchResult mark) {
    int line = text.lastIndexOf('\n', mark.start()) + 1;
    int from = Math.max(line, text.lastIndexOf("-->", mark.start()) + 3);
    Matcher numbers = NUMBER.matcher(text).region(from, mark.start());
    return numbers.results().reduce((first, second) -> second).orElse(null);
  }
}
