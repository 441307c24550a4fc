package demitasse.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import demitasse.kernel.Channels.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What has been run in this session. */
final class History {
  private static final int SESSION = 1;

  private final List<Entry> entries = new ArrayList<>();

  private record Entry(int line, String input, String output) {}

  void add(int line, String input, String output) {
    entries.add(new Entry(line, input, output));
  }

  /** Answers a {@code history_request}: by range, tail or search. */
  Reply answer(JsonObject request) {
    String access = Json.string(request, "hist_access_type", "tail");
    int n = Json.integer(request, "n", Integer.MAX_VALUE);
    List<Entry> found =
        switch (access) {
          case "range" -> range(request);
          case "search" -> last(n, search(request));
          default -> last(n, entries);
        };
    boolean output = Json.bool(request, "output", false);
    JsonArray lines = new JsonArray();
    for (Entry entry : found) {
      JsonArray line = new JsonArray();
      line.add(SESSION);
      line.add(entry.line());
      if (output) {
        JsonArray both = new JsonArray();
        both.add(entry.input());
        if (entry.output() == null) {
          both.add(JsonNull.INSTANCE);
        } else {
          both.add(entry.output());
        }
        line.add(both);
      } else {
        line.add(entry.input());
      }
      lines.add(line);
    }
    JsonObject content = Kernel.ok();
    content.add("history", lines);
    return new Reply("history_reply", content);
  }

  private List<Entry> range(JsonObject request) {
    int session = Json.integer(request, "session", 0);
    int start = Json.integer(request, "start", 0);
    int stop = Json.integer(request, "stop", Integer.MAX_VALUE);
    if (session != 0 && session != SESSION) {
      return List.of();
    }
    return entries.stream().filter(e -> e.line() >= start && e.line() < stop).toList();
  }

  private List<Entry> search(JsonObject request) {
    Predicate<String> matches = glob(Json.string(request, "pattern", "*")).asMatchPredicate();
    boolean unique = Json.bool(request, "unique", false);
    Set<String> seen = new HashSet<>();
    return entries.stream()
        .filter(e -> matches.test(e.input()) && (!unique || seen.add(e.input())))
        .toList();
  }

  private static Pattern glob(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (char c : pattern.toCharArray()) {
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static List<Entry> last(int n, List<Entry> of) {
    return of.subList(Math.max(0, of.size() - n), of.size());
  }
}
