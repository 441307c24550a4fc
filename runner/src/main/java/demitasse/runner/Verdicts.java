package demitasse.runner;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What the cells of an executed submission tell, in words for its author. */
final class Verdicts {
  /**
   * One cell.
   *
   * @param judgement its value as text
   * @param problem what it threw, as the end of a sentence; empty if it threw nothing
   */
  private record Verdict(String judgement, String problem) {}

  private static final Verdict MISSING = new Verdict("", "");

  private final String ended;
  private final Map<String, Verdict> cells = new HashMap<>();

  private Verdicts(String ended) {
    this.ended = ended;
  }

  /**
   * Reads an executed notebook.
   *
   * @param limit the time for a cell
   * @throws IllegalArgumentException if a cell lacks what nbconvert writes: the code that ran could
   *     have written the file itself
   */
  static Verdicts of(JsonObject executed, Duration limit) {
    Verdicts verdicts = new Verdicts("");
    try {
      for (JsonObject cell : Exercises.cells(executed)) {
        var verdict = new Verdict(Exercises.judgement(cell), problem(cell, limit));
        verdicts.cells.put(cell.get("id").getAsString(), verdict);
      }
    } catch (RuntimeException e) {
      // Gson and its elements throw many kinds where the file is not what they expect.
      throw new IllegalArgumentException("no executed notebook", e);
    }
    return verdicts;
  }

  /** Of an execution that has left nothing. */
  static Verdicts none(String ended) {
    return new Verdicts(ended);
  }

  /** Returns why the execution has left nothing; empty if it came to its end. */
  String ended() {
    return ended;
  }

  boolean isRight(String check) {
    return cell(check).judgement().startsWith(Exercises.RIGHT);
  }

  /** Returns what is wrong with an exercise by one of its checks, in a sentence or two. */
  String says(String exercise, String check) {
    if (!ended.isEmpty()) {
      return "Your notebook could not be run to its end: " + ended + ".";
    }
    String problem = cell(exercise + "-answer").problem();
    if (!problem.isEmpty()) {
      return "Your cell " + problem;
    }
    String judgement = cell(check).judgement();
    if (judgement.startsWith(Exercises.WRONG)) {
      String complaint = judgement.replaceFirst("^✗ Exercise \\d+: not yet\\. ", "");
      return check.endsWith("-check")
          ? complaint
          : "A further check, which your notebook does not show, says: " + complaint;
    }
    String thrown = cell(check).problem();
    return "The check could not run with your answer: it "
        + (thrown.isEmpty() ? "gave no result." : thrown);
  }

  private Verdict cell(String id) {
    return cells.getOrDefault(id, MISSING);
  }

  private static String problem(JsonObject cell, Duration limit) {
    for (JsonElement each : cell.getAsJsonArray("outputs")) {
      JsonObject output = each.getAsJsonObject();
      if (output.get("output_type").getAsString().equals("error")) {
        String name = output.get("ename").getAsString();
        return inWords(name, output.get("evalue").getAsString(), limit);
      }
    }
    return "";
  }

  private static String inWords(String name, String value, Duration limit) {
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
