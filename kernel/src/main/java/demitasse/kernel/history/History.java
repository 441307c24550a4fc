package demitasse.kernel.history;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import demitasse.kernel.base.Json;
import demitasse.kernel.protocol.RequestChannel.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What has been run, in this session and in earlier ones. */
public final class History {
  private final HistoryFile file;

  /**
   * One cell that was run.
   *
   * @param session the number of its session: later ones have higher numbers
   * @param line its execution count
   * @param output its value as text; null if it had none
   */
  record Entry(int session, int line, String input, String output) {}

  public History(HistoryFile file) {
    this.file = file;
  }

  public void add(int line, String input, String output) {
    file.add(line, input, output);
  }

  /** Keeps what has been added before the process ends. */
  public void close() {
    file.close();
  }

  /** Answers a {@code history_request}: by range, tail or search. */
  public Reply answer(JsonObject request) {
    HistoryFile.Contents contents = file.read();
    List<Entry> entries = new ArrayList<>(contents.entries());
    entries.sort(Comparator.comparing(Entry::session).thenComparing(Entry::line));
    int n = Json.integer(request, "n", Integer.MAX_VALUE);
    List<Entry> found =
        switch (Json.string(request, "hist_access_type", "tail")) {
          case "range" -> range(request, entries, contents.session());
          case "search" -> last(n, search(request, entries));
          default -> last(n, entries);
        };
    boolean output = Json.bool(request, "output", false);
    JsonArray lines = new JsonArray();
    for (Entry entry : found) {
      JsonArray line = new JsonArray();
      line.add(entry.session());
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
    JsonObject content = Json.ok();
    content.add("history", lines);
    return new Reply("history_reply", content);
  }

  /** The session 0 is this one, -1 the one before it, and so on. */
  private static List<Entry> range(JsonObject request, List<Entry> entries, int current) {
    int asked = Json.integer(request, "session", 0);
    int start = Json.integer(request, "start", 0);
    int stop = Json.integer(request, "stop", Integer.MAX_VALUE);
    int session = asked > 0 ? asked : back(-asked, entries, current);
    return entries.stream()
        .filter(e -> e.session() == session && e.line() >= start && e.line() < stop)
        .toList();
  }

  private static int back(int steps, List<Entry> entries, int current) {
    TreeSet<Integer> sessions = new TreeSet<>();
    entries.forEach(entry -> sessions.add(entry.session()));
    Integer session = current;
    for (int i = 0; i < steps && session != null; i++) {
      session = sessions.lower(session);
    }
    return session == null ? 0 : session; // there is no session 0
  }

  private static List<Entry> search(JsonObject request, List<Entry> entries) {
    Predicate<String> matches = glob(Json.string(request, "pattern", "*")).asMatchPredicate();
    boolean unique = Json.bool(request, "unique", false);
    Map<String, Entry> latest = new HashMap<>();
    entries.forEach(entry -> latest.put(entry.input(), entry));
    return entries.stream()
        .filter(e -> matches.test(e.input()) && (!unique || latest.get(e.input()) == e))
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
    return of.subList(Math.max(0, of.size() - Math.max(0, n)), of.size());
  }
}
