package demitasse.kernel.debug;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import demitasse.kernel.base.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;

/**
 * The breakpoints that are set, by the cells that they stand in, and the exceptions to stop for.
 */
final class Breakpoints {
  /** Stops for each exception. */
  static final String RAISED = "raised";

  /** Stops for those that nothing in the cells catches. */
  static final String UNCAUGHT = "uncaught";

  private final Map<String, List<Breakpoint>> byPath = new LinkedHashMap<>();
  private volatile Set<String> exceptions = Set.of();
  private int last;

  /**
   * Makes these the breakpoints of a cell; returns what the protocol says of each.
   *
   * @param lines those of the cell that run; empty for a cell from before the kernel's restart
   */
  synchronized JsonArray set(String path, JsonArray asked, Optional<NavigableSet<Integer>> lines) {
    List<Breakpoint> points = new ArrayList<>();
    JsonArray answers = new JsonArray();
    JsonObject source = new JsonObject();
    source.addProperty("path", path);
    for (JsonElement one : asked) {
      JsonObject wanted = one.isJsonObject() ? one.getAsJsonObject() : new JsonObject();
      int line = Json.integer(wanted, "line", 0);
      // Each line of a cell that is not known counts as one that runs: the cell may come again.
      Optional<Integer> place =
          lines.map(known -> Optional.ofNullable(known.ceiling(line))).orElse(Optional.of(line));
      String wrong = wrong(wanted, place);
      JsonObject answer = new JsonObject();
      answer.addProperty("verified", wrong.isEmpty());
      answer.addProperty("id", last);
      answer.add("source", source);
      answer.addProperty("line", place.orElse(line));
      if (wrong.isEmpty()) {
        points.add(new Breakpoint(last, wanted, place.get()));
      } else {
        answer.addProperty("message", wrong);
      }
      last++;
      answers.add(answer);
    }
    byPath.put(path, points);
    return answers;
  }

  /** Returns why there can be no such breakpoint; empty if there can. */
  private static String wrong(JsonObject wanted, Optional<Integer> place) {
    String hits = Json.string(wanted, "hitCondition", "");
    if (!Breakpoint.isHitCondition(hits)) {
      return hits + " is not a number of hits, such as 3, >= 3 or % 3";
    }
    return place.isEmpty() ? "There is no code on this line or below it." : "";
  }

  /** The breakpoints on a line. */
  synchronized List<Breakpoint> at(Location location) {
    return byPath.getOrDefault(location.path(), List.of()).stream()
        .filter(point -> point.line() == location.line())
        .toList();
  }

  /** All of them, as the front end asks when it opens the notebook. */
  synchronized JsonArray all() {
    JsonArray all = new JsonArray();
    byPath.forEach(
        (path, points) -> {
          JsonArray asked = new JsonArray();
          points.forEach(point -> asked.add(point.asked()));
          JsonObject cell = new JsonObject();
          cell.addProperty("source", path);
          cell.add("breakpoints", asked);
          all.add(cell);
        });
    return all;
  }

  synchronized void clear() {
    byPath.clear();
    exceptions = Set.of();
  }

  /** Says for which exceptions to stop. */
  void setExceptions(Set<String> filters) {
    exceptions = Set.copyOf(filters);
  }

  /** The exceptions to stop for: {@link #RAISED}, {@link #UNCAUGHT}. */
  Set<String> exceptions() {
    return exceptions;
  }
}
