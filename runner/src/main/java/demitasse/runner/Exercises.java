package demitasse.runner;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The exercises of a chapter: cells whose names belong together. {@code exercise-1-answer} is the
 * learner's, {@code exercise-1-check} judges it, and {@code exercise-1-solution} is a folded text
 * whose first block of Java is what the learner should have written. A block below a comment {@code
 * mistake} is what the check must refuse. A cell {@code exercise-1-hidden} may judge further; only
 * {@link Grader} and a rehearsal run it.
 */
final class Exercises {
  /** The tag of a cell that the learner fills in. */
  static final String ANSWER_TAG = "exercise";

  /** The tag of a cell that judges an answer. */
  static final String JUDGE_TAG = "exercise-check";

  /** The tag of a cell that judges an answer too, and that students do not get to see. */
  static final String HIDDEN_TAG = "exercise-hidden";

  /** The tag of a text that holds a solution. */
  static final String SOLUTION_TAG = "solution";

  /** What the judgement of a right answer begins with. */
  static final String RIGHT = "✓";

  /** What the judgement of any other answer begins with. */
  static final String WRONG = "✗";

  private static final String ANSWER = "-answer";

  /** Set in a rehearsal: the sign that the judgement must begin with. */
  private static final String EXPECTED = "expected";

  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^(<!-- mistake -->\\s*)?```java\\n(.*?)^```");

  private Exercises() {}

  /** Returns the first part of the names of each exercise's cells, such as {@code exercise-1}. */
  static List<String> names(JsonObject notebook) {
    return cells(notebook).stream()
        .filter(cell -> Notebook.tags(cell).contains(ANSWER_TAG))
        .map(Exercises::name)
        .toList();
  }

  private static String name(JsonObject answer) {
    return answer.get("id").getAsString().replaceFirst(ANSWER + "$", "");
  }

  /**
   * Returns what the solution of an exercise writes in place of the learner.
   *
   * @throws IllegalArgumentException if the exercise has no solution, or that no block of Java
   */
  static String solution(JsonObject notebook, String exercise) {
    return blocks(notebook, exercise).stream()
        .filter(block -> block.group(1) == null)
        .map(block -> block.group(2).stripTrailing())
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(exercise + " has no solution with a block of Java"));
  }

  private static List<String> mistakes(JsonObject notebook, String exercise) {
    return blocks(notebook, exercise).stream()
        .filter(block -> block.group(1) != null)
        .map(block -> block.group(2).stripTrailing())
        .toList();
  }

  private static List<MatchResult> blocks(JsonObject notebook, String exercise) {
    String text = NotebookFile.joined(cell(notebook, exercise + "-solution").get("source"));
    return BLOCK.matcher(text).results().toList();
  }

  /**
   * Returns a chapter in which each exercise is done several times over: left open, with each
   * mistake, and solved. Each time the cell that judges follows.
   *
   * @throws IllegalArgumentException if an exercise lacks a cell, or its solution a block of Java
   */
  static JsonObject rehearsal(JsonObject notebook) {
    JsonObject rehearsal = notebook.deepCopy();
    JsonArray cells = new JsonArray();
    for (JsonObject cell : cells(rehearsal)) {
      List<String> tags = Notebook.tags(cell);
      if (tags.contains(JUDGE_TAG)) {
        continue;
      }
      if (tags.contains(HIDDEN_TAG)) {
        cells.add(variant(cell, cell.get("id").getAsString(), null, RIGHT));
        continue;
      }
      cells.add(cell);
      if (tags.contains(ANSWER_TAG)) {
        String name = name(cell);
        JsonObject judge = cell(notebook, name + "-check");
        cells.add(variant(judge, name + "-open", null, WRONG));
        for (String mistake : mistakes(notebook, name)) {
          addPair(cells, cell, judge, name + "-mistake-" + cells.size(), mistake, WRONG);
        }
        addPair(cells, cell, judge, name + "-solved", solution(notebook, name), RIGHT);
      }
    }
    rehearsal.add("cells", cells);
    return rehearsal;
  }

  private static void addPair(
      JsonArray cells,
      JsonObject answer,
      JsonObject judge,
      String id,
      String source,
      String expected) {
    cells.add(variant(answer, id, source, null));
    cells.add(variant(judge, id + "-check", null, expected));
  }

  private static JsonObject variant(JsonObject cell, String id, String source, String expected) {
    JsonObject variant = cell.deepCopy();
    variant.addProperty("id", id);
    if (source != null) {
      variant.add("source", NotebookFile.lines(source));
    }
    if (expected != null) {
      variant.getAsJsonObject("metadata").addProperty(EXPECTED, expected);
    }
    return variant;
  }

  /** Returns what an executed rehearsal shows that it should not; empty if all is well. */
  static List<String> findings(JsonObject executed) {
    List<String> findings = new ArrayList<>();
    for (JsonObject cell : cells(executed)) {
      JsonElement expected = cell.getAsJsonObject("metadata").get(EXPECTED);
      if (expected != null && !judgement(cell).startsWith(expected.getAsString())) {
        findings.add(
            "%s should be %s but says: %s"
                .formatted(cell.get("id").getAsString(), expected.getAsString(), judgement(cell)));
      }
    }
    return findings;
  }

  /** Returns the value of a cell as text; {@code nothing} if it has none. */
  static String judgement(JsonObject cell) {
    for (JsonElement output : cell.getAsJsonArray("outputs")) {
      JsonObject data = output.getAsJsonObject().getAsJsonObject("data");
      if (data != null && data.has("text/plain")) {
        return NotebookFile.joined(data.get("text/plain"));
      }
    }
    return "nothing";
  }

  static JsonObject cell(JsonObject notebook, String id) {
    return cells(notebook).stream()
        .filter(cell -> cell.has("id") && cell.get("id").getAsString().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no cell " + id));
  }

  static List<JsonObject> cells(JsonObject notebook) {
    return notebook.getAsJsonArray("cells").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }
}
