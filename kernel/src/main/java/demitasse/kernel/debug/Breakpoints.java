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
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The breakpoints that are set, by the cells that they stand in, and the exceptions to stop for.
 */
final class Breakpoints {
  /** Stops for each exception. */
  static final String RAISED = "raised";

  /** Stops for those that nothing in the cells catches. */
  static final String UNCAUGHT = "uncaught";

  private final CellFiles files;
  private final Function<String, NavigableSet<Integer>> codeLines;
  private final Map<String, List<Breakpoint>> byPath = new LinkedHashMap<>();
  private volatile Set<String> exceptions = Set.of();
  private int last;

  /**
   * Creates it, empty.
   *
   * @param codeLines finds the lines of a cell that run
   */
  Breakpoints(CellFiles files, Function<String, NavigableSet<Integer>> codeLines) {
    this.files = files;
    this.codeLines = codeLines;
  }

  /** Makes these the breakpoints of a cell; returns what the protocol says of each. */
  JsonArray set(String path, JsonArray asked) {
    List<Breakpoint> points = new ArrayList<>();
    JsonArray answers = new JsonArray();
    JsonObject source = new JsonObject();
    source.addProperty("path", path);
    IntFunction<Optional<Integer>> lines = linesOf(path);
    for (JsonElement one : asked) {
      JsonObject wanted = one.isJsonObject() ? one.getAsJsonObject() : new JsonObject();
      int line = Json.integer(wanted, "line", 0);
      Optional<Integer> place = lines.apply(line);
      JsonObject answer = new JsonObject();
      answer.addProperty("verified", place.isPresent());
      answer.addProperty("id", last);
      answer.add("source", source);
      answer.addProperty("line", place.orElse(line));
      if (place.isPresent()) {
        points.add(new Breakpoint(last, wanted, place.get()));
      } else {
        answer.addProperty("message", "There is no code on this line or below it.");
      }
      last++;
      answers.add(answer);
    }
    put(path, points);
    return answers;
  }

  private synchronized void put(String path, List<Breakpoint> points) {
    byPath.put(path, points);
  }

  /** Finds for a line of a cell the next one that runs, the line itself or one below it. */
  private IntFunction<Optional<Integer>> linesOf(String path) {
    Optional<NavigableSet<Integer>> lines = files.code(path).map(codeLines);
    // Of a cell of before the kernel's restart, which may come again, no line is known.
    return line ->
        lines.map(known -> Optional.ofNullable(known.ceiling(line))).orElse(Optional.of(line));
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
