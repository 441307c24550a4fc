package demitasse.kernel.debug;

import com.google.gson.JsonObject;
import demitasse.kernel.base.Json;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A breakpoint as the front end has set it. */
final class Breakpoint {
  private static final Pattern HITS = Pattern.compile("\\s*(>=|>|<=|<|==?|%)?\\s*(\\d{1,9})\\s*");

  private final int id;
  private final JsonObject asked;
  private final int line;
  private final AtomicInteger hits = new AtomicInteger();

  /**
   * Creates a breakpoint.
   *
   * @param asked what the front end sent
   * @param line where it stands: the line asked for, or the next one that has code
   */
  Breakpoint(int id, JsonObject asked, int line) {
    this.id = id;
    this.asked = asked;
    this.line = line;
  }

  /** Tells whether a text says how many hits it takes: {@code 3}, {@code >= 3} or {@code % 3}. */
  static boolean isHitCondition(String text) {
    return text.isBlank() || HITS.matcher(text).matches();
  }

  int id() {
    return id;
  }

  int line() {
    return line;
  }

  /** What the front end sent, with the line where it stands. */
  JsonObject asked() {
    JsonObject copy = asked.deepCopy();
    copy.addProperty("line", line);
    return copy;
  }

  /** The expression that must be true; empty for none. */
  String condition() {
    return Json.string(asked, "condition", "");
  }

  /** What to say in place of stopping, with expressions in braces; empty to stop. */
  String logMessage() {
    return Json.string(asked, "logMessage", "");
  }

  /** Counts a hit; tells whether it is one to stop at. */
  boolean isHit() {
    int count = hits.incrementAndGet();
    Matcher matcher = HITS.matcher(Json.string(asked, "hitCondition", ""));
    if (!matcher.matches()) {
      return true;
    }
    int number = Integer.parseInt(matcher.group(2));
    String operator = matcher.group(1) == null ? "=" : matcher.group(1);
    return switch (operator) {
      case ">=" -> count >= number;
      case ">" -> count > number;
      case "<=" -> count <= number;
      case "<" -> count < number;
      case "%" -> number > 0 && count % number == 0;
      default -> count == number;
    };
  }
}
