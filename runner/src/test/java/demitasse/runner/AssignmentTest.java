package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AssignmentTest {
  @TempDir Path temporary;

  static Stream<Path> chapters() {
    return Project.around(Path.of("")).chapters().stream();
  }

  private static JsonObject nbgrader(JsonObject notebook, String id) {
    return SampleClass.cellOf(notebook.getAsJsonArray("cells"), id)
        .getAsJsonObject("metadata")
        .getAsJsonObject("nbgrader");
  }

  @Test
  void studentsSeeNeitherSolutionsNorHiddenChecks() throws IOException {
    JsonObject notebook = SampleClass.in(temporary).assignment().forStudents();
    String text = NotebookFile.text(notebook);
    assertFalse(text.contains("Integer sum = 11"), text);
    assertFalse(text.contains("twice(-3)"), text);
    assertTrue(text.contains("Integer sum = null;"), text);
    assertTrue(text.contains("twice(2)"), text);
    assertEquals("sums", Assignment.nameIn(notebook));
  }

  @Test
  void onlyAnswersCanBeEditedAndOnlyChecksAreGraded() throws IOException {
    JsonObject notebook = SampleClass.in(temporary).assignment().forStudents();
    JsonObject answer = nbgrader(notebook, "exercise-1-answer");
    assertTrue(answer.get("solution").getAsBoolean());
    assertFalse(answer.get("locked").getAsBoolean());
    assertFalse(answer.get("grade").getAsBoolean());
    JsonObject check = nbgrader(notebook, "exercise-1-check");
    assertTrue(check.get("grade").getAsBoolean());
    assertTrue(check.get("locked").getAsBoolean());
    assertEquals(1, check.get("points").getAsInt());
    assertEquals(3, check.get("schema_version").getAsInt());
    assertTrue(nbgrader(notebook, "setup").get("locked").getAsBoolean());
  }

  /** The sums were computed by a transcript in Python of nbgrader's rule for them. */
  @Test
  void theSumsAreThoseOfNbgrader() throws IOException {
    JsonObject notebook = SampleClass.in(temporary).assignment().forStudents();
    assertEquals(
        "808142f040c54c698eb4bef68487ab92",
        nbgrader(notebook, "exercise-1-answer").get("checksum").getAsString());
    assertEquals(
        "fb28f9fd3f9d37e17e0602670c86a7be",
        nbgrader(notebook, "exercise-1-check").get("checksum").getAsString());
  }

  @Test
  void aTagSaysHowManyPointsACheckIsWorth() throws IOException {
    List<Assignment.Task> tasks = SampleClass.in(temporary).assignment().tasks();
    assertEquals("1. Add.", tasks.get(0).title());
    assertEquals(Map.of("exercise-1-check", 1), tasks.get(0).checks());
    assertEquals(Map.of("exercise-2-check", 1, "exercise-2-hidden", 2), tasks.get(1).checks());
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void everyChapterCanBeAssigned(Path chapter) {
    Assignment assignment = Assignment.read(chapter);
    JsonArray cells = assignment.forStudents().getAsJsonArray("cells");
    for (Assignment.Task task : assignment.tasks()) {
      SampleClass.cellOf(cells, task.name() + "-answer");
      SampleClass.cellOf(cells, task.name() + "-check");
    }
    assertFalse(cells.toString().contains("<summary>Solution"), "solutions are cut out");
  }

  @Test
  void aNotebookWithoutExercisesIsRefused() throws IOException {
    Path file = temporary.resolve("none.ipynb");
    Files.writeString(file, "{\"cells\": [], \"metadata\": {}}");
    var refused = assertThrows(IllegalArgumentException.class, () -> Assignment.read(file));
    assertTrue(refused.getMessage().contains("has no exercises"), refused.getMessage());
  }
}
