package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExercisesTest {
  private static final Project PROJECT = Project.around(Path.of(""));
  private static final int FEWEST = 4;

  static Stream<Path> chapters() {
    return PROJECT.chapters().stream();
  }

  private static JsonObject cell(String type, String id, String tag, String source) {
    JsonObject cell = new JsonObject();
    cell.addProperty("cell_type", type);
    cell.addProperty("id", id);
    JsonArray tags = new JsonArray();
    tags.add(tag);
    JsonObject metadata = new JsonObject();
    metadata.add("tags", tags);
    cell.add("metadata", metadata);
    cell.add("source", NotebookFile.lines(source));
    cell.add("outputs", new JsonArray());
    return cell;
  }

  private static JsonObject sample(String solution) {
    JsonArray cells = new JsonArray();
    cells.add(cell("code", "exercise-1-answer", Exercises.ANSWER_TAG, "Integer sum = null;"));
    cells.add(cell("code", "exercise-1-check", Exercises.JUDGE_TAG, "judge(sum)"));
    cells.add(cell("markdown", "exercise-1-solution", Exercises.SOLUTION_TAG, solution));
    JsonObject notebook = new JsonObject();
    notebook.add("cells", cells);
    return notebook;
  }

  private static final String SOLUTION =
      """
      <details><summary>Solution</summary>

      ```java
      Integer sum = 5;
      ```

      Multiplying is a mistake:

      <!-- mistake -->
      ```java
      Integer sum = 6;
      ```

      </details>""";

  private static List<String> sources(JsonObject notebook) {
    return StreamSupport.stream(notebook.getAsJsonArray("cells").spliterator(), false)
        .map(cell -> NotebookFile.joined(cell.getAsJsonObject().get("source")))
        .toList();
  }

  @Test
  void aRehearsalLeavesOpenMakesTheMistakeAndSolves() {
    JsonObject original = sample(SOLUTION);
    JsonObject rehearsal = Exercises.rehearsal(original);
    assertEquals(
        List.of(
            "Integer sum = null;",
            "judge(sum)",
            "Integer sum = 6;",
            "judge(sum)",
            "Integer sum = 5;",
            "judge(sum)",
            SOLUTION),
        sources(rehearsal));
    assertEquals(sample(SOLUTION), original, "the chapter itself stays as it is");
  }

  /** Each judgement in its turn: left open, mistaken, solved. */
  private static JsonObject executed(String... judgements) {
    JsonObject rehearsal = Exercises.rehearsal(sample(SOLUTION));
    int turn = 0;
    for (JsonElement each : rehearsal.getAsJsonArray("cells")) {
      if (Notebook.tags(each.getAsJsonObject()).contains(Exercises.JUDGE_TAG)) {
        String output =
            "{'output_type': 'execute_result', 'data': {'text/plain': '%s'}}"
                .formatted(judgements[turn++]);
        each.getAsJsonObject().getAsJsonArray("outputs").add(JsonParser.parseString(output));
      }
    }
    return rehearsal;
  }

  @Test
  void aCheckThatTellsRightFromWrongIsFine() {
    assertEquals(List.of(), Exercises.findings(executed("✗ open", "✗ no", "✓ right")));
  }

  @Test
  void aCheckThatIsWrongAboutAnAnswerIsNamed() {
    List<String> findings = Exercises.findings(executed("✗ open", "✓ right", "✗ no"));
    assertEquals(2, findings.size(), findings.toString());
    assertTrue(findings.get(0).contains("exercise-1-mistake"), findings.toString());
    assertTrue(findings.get(1).startsWith("exercise-1-solved-check should be ✓"), findings.get(1));
  }

  @Test
  void aSolutionWithoutJavaIsRefused() {
    JsonObject notebook = sample("<details>It is 5.</details>");
    var refused = assertThrows(IllegalArgumentException.class, () -> Exercises.rehearsal(notebook));
    assertTrue(refused.getMessage().contains("exercise-1"), refused.getMessage());
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void everyExerciseHasItsCheckAndItsSolution(Path chapter) {
    JsonObject notebook = NotebookFile.read(chapter);
    Exercises.rehearsal(notebook);
    List<String> names = Exercises.names(notebook);
    assertEquals(names.stream().distinct().toList(), names);
    for (int i = 0; i < names.size(); i++) {
      assertEquals("exercise-" + (i + 1), names.get(i));
      String solution = Exercises.solution(notebook, names.get(i));
      assertFalse(solution.isBlank(), names.get(i));
    }
    assertTrue(names.size() >= FEWEST, "only " + names.size() + " exercises with a check");
  }
}
