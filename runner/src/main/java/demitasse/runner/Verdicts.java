package demitasse.runner;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the cells of an executed submission tell, in words for its author. */
final class Verdicts {
  private final String ended;
  private final Map<String, JsonObject> cells = new HashMap<>();
  private final Duration limit;

  private Verdicts(String ended, Duration limit) {
    this.ended = ended;
    this.limit = limit;
  }

  /**
   * Reads an executed notebook.
   *
   * @param limit the time for a cell
   */
  static Verdicts of(JsonObject executed, Duration limit) {
    Verdicts verdicts = new Verdicts("", limit);
    try {
      Exercises.cells(executed)
          .forEach(cell -> verdicts.cells.put(cell.get("id").getAsString(), cell));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("no executed notebook", e);
    }
    return verdicts;
  }

  /** Of an execution that has left nothing. */
  static Verdicts none(String ended) {
    return new Verdicts(ended, Duration.ZERO);
  }

  /** Returns why the execution has left nothing; empty if it came to its end. */
  String ended() {
    return ended;
  }

  boolean isRight(String check) {
    return judgement(check).startsWith(Exercises.RIGHT);
  }

  /** Returns what is wrong with an exercise by one of its checks, in a sentence or two. */
  String says(String exercise, String check) {
    if (!ended.isEmpty()) {
      return "Your notebook could not be run to its end: " + ended + ".";
    }
    Optional<String> problem = problem(exercise + "-answer");
    if (problem.isPresent()) {
      return "Your cell " + problem.get();
    }
    String judgement = judgement(check);
    if (judgement.startsWith("✗")) {
      String complaint = judgement.replaceFirst("^✗ Exercise \\d+: not yet\\. ", "");
      return check.endsWith("-check")
          ? complaint
          : "A further check, which your notebook does not show, says: " + complaint;
    }
    return "The check could not run with your answer: it "
        + problem(check).orElse("gave no result.");
  }

  private String judgement(String check) {
    JsonObject cell = cells.get(check);
    return cell == null ? "" : Exercises.judgement(cell);
  }

  /** Returns what a cell threw, as the end of a sentence. */
  private Optional<String> problem(String id) {
    JsonObject cell = cells.get(id);
    if (cell == null) {
      return Optional.empty();
    }
    for (JsonElement each : cell.getAsJsonArray("outputs")) {
      JsonObject output = each.getAsJsonObject();
      if (output.get("output_type").getAsString().equals("error")) {
        return Optional.of(
            inWords(output.get("ename").getAsString(), output.get("evalue").getAsString()));
      }
    }
    return Optional.empty();
  }

  private String inWords(String name, String value) {
    String line = value.strip().lines().findFirst().orElse("").strip();
    String simple = name.substring(name.lastIndexOf('.') + 1);
    return switch (simple) {
      case "Interrupted" ->
          "ran longer than the %d s that a cell may take, and was stopped."
              .formatted(limit.toSeconds());
      case "CompileError", "UnresolvedReference" -> "does not compile: " + line;
      case "CellExit" -> "calls System.exit, which ended it early.";
      case "OutOfMemoryError" -> "needs more memory than it may use.";
      case "StackOverflowError" -> "calls itself without end.";
      default -> "stopped with %s%s".formatted(simple, line.isEmpty() ? "." : ": " + line);
    };
  }
}
