package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Executes notebooks as CI and Binder do: with nbconvert, on the project's own kernel. */
class NotebooksTest {
  private static final Project PROJECT = Project.around(Path.of(""));
  private static final String JUPYTER = System.getenv("DEMITASSE_JUPYTER");

  /** Shared by the chapters, as a learner's folder is: one may go on from another's model. */
  @TempDir static Path checkpoints;

  @TempDir Path temporary;

  static Stream<Path> chapters() {
    return PROJECT.chapters().stream();
  }

  @BeforeEach
  void needsJupyter() {
    assumeTrue(JUPYTER != null, "DEMITASSE_JUPYTER is not set: ./demitasse test sets it");
  }

  private Outcome execute(Path notebook) throws InterruptedException {
    return execute(notebook, Map.of());
  }

  private Outcome execute(Path notebook, Map<String, String> settings) throws InterruptedException {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("DEMITASSE_PROFILE", "quick");
    environment.put("DEMITASSE_CHECKPOINTS", checkpoints.toString());
    return new Nbconvert(PROJECT, JUPYTER, temporary, environment).execute(notebook, glimpse -> {});
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void passesInQuickAndSaysWhatItsPicturesShow(Path chapter) throws InterruptedException {
    Outcome outcome = execute(chapter);
    assertTrue(outcome.passed(), outcome.toString());
    JsonObject executed = NotebookFile.read(temporary.resolve(chapter.getFileName()));
    assertEquals(List.of(), Pictures.findings(executed));
    System.out.println(RunCommand.table(List.of(outcome)));
  }

  private Path notebook(String check, String tags) throws IOException {
    Path file = temporary.resolve("source").resolve("99-sample.ipynb");
    Files.createDirectories(file.getParent());
    String cell =
        """
        {"cell_type": "code", "execution_count": null, "id": "%s", "metadata": {%s},
         "outputs": [], "source": ["%s"]}""";
    Files.writeString(
        file,
        """
        {"nbformat": 4, "nbformat_minor": 5,
         "metadata": {"kernelspec": {"name": "java", "display_name": "Java", "language": "java"}},
         "cells": [%s, %s]}"""
            .formatted(
                cell.formatted("a", "", "int n = 6 * 7;"), cell.formatted("b", tags, check)));
    return file;
  }

  @Test
  void aCheckCellThatThrowsFailsTheNotebookAndIsNamed() throws Exception {
    Outcome outcome =
        execute(
            notebook(
                "if (n != 43) throw new AssertionError(\\\"n is \\\" + n);",
                "\"tags\": [\"check\"]"));
    assertFalse(outcome.passed());
    assertTrue(outcome.message().contains("n is 42"), outcome.toString());
    assertTrue(Files.size(temporary.resolve("99-sample.html")) > 0, "the page of a failed run");
  }

  @Test
  void aNotebookWithoutACheckCellFails() throws Exception {
    Outcome outcome = execute(notebook("n", ""));
    assertFalse(outcome.passed());
    assertEquals("there is no check cell", outcome.message());
  }

  @Test
  void aNotebookThatPassesTellsTimeAndMemory() throws Exception {
    Outcome outcome = execute(notebook("n", "\"tags\": [\"check\"]"));
    assertTrue(outcome.passed(), outcome.toString());
    assertEquals("99-sample", outcome.notebook());
    assertTrue(outcome.time().toMillis() > 0);
    if (Files.exists(Path.of("/proc/self/status"))) {
      assertTrue(outcome.peakMebibytes().orElse(0) > 20, outcome.toString());
    }
  }

  /** The notebook lies in a temporary folder, outside of the course. */
  @Test
  void aCopyElsewhereFindsTheCourse() throws Exception {
    Outcome outcome =
        execute(
            notebook(
                "demitasse.model.Pretrained.history(\\\"elu-autoencoder\\\").epochs().size()",
                "\"tags\": [\"check\"]"));
    assertTrue(outcome.passed(), outcome.toString());
  }

  @Test
  void generatedDataAreTold() throws Exception {
    Path empty = Files.createDirectories(temporary.resolve("course/data"));
    Files.createFile(empty.resolve("catalogue.csv"));
    Path file = notebook("demitasse.data.Mnist.load().test().size()", "\"tags\": [\"check\"]");
    var settings =
        Map.of(
            "DEMITASSE_HOME", empty.getParent().toString(),
            "DEMITASSE_DATA", "",
            "DEMITASSE_OFFLINE", "true",
            "DEMITASSE_REQUIRE_REAL", "false");
    Outcome outcome = execute(file, settings);
    assertTrue(outcome.passed(), outcome.toString());
    assertEquals(List.of("MNIST"), outcome.standIns());
  }

  /** A rehearsal on the real kernel: what the judge says is read from the executed cells. */
  @Test
  void exercisesAreLeftOpenAndSolved() throws Exception {
    Path file = temporary.resolve("source").resolve("99-sample.ipynb");
    Files.createDirectories(file.getParent());
    String cell =
        """
        {"cell_type": "%s", "execution_count": null, "id": "%s", "metadata": {"tags": ["%s"]},
         "outputs": [], "source": ["%s"]}""";
    String judge = "demitasse.notebook.Exercise.of(1, sum).equal(\\\"the sum\\\", sum, 5).report()";
    Files.writeString(
        file,
        """
        {"nbformat": 4, "nbformat_minor": 5,
         "metadata": {"kernelspec": {"name": "java", "display_name": "Java", "language": "java"}},
         "cells": [%s, %s, %s, %s]}"""
            .formatted(
                cell.formatted("code", "a", "check", "6 * 7"),
                cell.formatted("code", "exercise-1-answer", "exercise", "Integer sum = null;"),
                cell.formatted("code", "exercise-1-check", "exercise-check", judge),
                cell.replace("\"execution_count\": null, ", "")
                    .replace("\"outputs\": [], ", "")
                    .formatted(
                        "markdown",
                        "exercise-1-solution",
                        "solution",
                        "```java\\nInteger sum = 5;\\n```")));
    NotebookFile.write(Exercises.rehearsal(NotebookFile.read(file)), file);
    Outcome outcome = execute(file);
    assertTrue(outcome.passed(), outcome.toString());
    JsonObject executed = NotebookFile.read(temporary.resolve("99-sample.ipynb"));
    assertEquals(List.of(), Exercises.findings(executed));
  }
}
