package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The form that every chapter keeps, so that it reads well and its diff does. */
class NotebookFormTest {
  private static final Project PROJECT = Project.around(Path.of(""));
  private static final int MOST_LINES = 12;
  private static final int MOST_CELLS = 55;

  /** What JupyterLab shows on a laptop without breaking the line. */
  private static final int LONGEST_LINE = 100;

  /** The tag of a cell that declares a type because that is what it teaches. */
  private static final String DECLARES = "declares";

  private static final Pattern DECLARES_TYPE =
      Pattern.compile(
          "^\\s*(public |final |static |sealed )*(class|interface|enum|record) \\w",
          Pattern.MULTILINE);

  static Stream<Path> chapters() {
    return PROJECT.chapters().stream();
  }

  @Test
  void thereAreChaptersAndTheReadmeListsEachOfThem() throws IOException {
    String readme = Files.readString(PROJECT.root().resolve("README.md"));
    List<String> linked =
        Pattern.compile("\\(notebooks/([\\w.-]+\\.ipynb)\\)")
            .matcher(readme)
            .results()
            .map(result -> result.group(1))
            .distinct()
            .toList();
    assertTrue(
        !Pattern.compile("@[A-Z]+@").matcher(readme).find(),
        "README.md has a figure left to fill in");
    List<String> present = chapters().map(file -> file.getFileName().toString()).toList();
    assertTrue(!present.isEmpty(), "no chapters in notebooks/");
    assertEquals(present, linked, "the chapters in README.md and the files in notebooks/");
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void isKeptClean(Path file) throws IOException {
    assertEquals(
        NotebookFile.text(CleanNotebook.of(NotebookFile.read(file))),
        Files.readString(file),
        "not as ./demitasse clean leaves it");
    for (Notebook.Cell cell : Notebook.read(file).cells()) {
      assertTrue(
          !Pattern.compile("@[A-Z]+@").matcher(cell.source()).find(),
          "has a figure left to fill in: " + cell.source());
    }
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void pointsOnlyToWhatIsThere(Path file) {
    for (Notebook.Cell cell : Notebook.read(file).cells()) {
      if (!cell.isCode()) {
        for (String link : links(cell.source())) {
          assertTrue(
              Files.exists(file.resolveSibling(link)), "points to " + link + ": " + cell.source());
        }
      }
    }
  }

  /** Returns the files that the Markdown links to, without links to the web and to headings. */
  private static List<String> links(String markdown) {
    return Pattern.compile("\\]\\(([^)#\\s]+)")
        .matcher(markdown)
        .results()
        .map(result -> result.group(1))
        .filter(link -> !link.matches("[a-z]+:.*"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void opensWithOneTitleAndEndsWithACheck(Path file) {
    List<Notebook.Cell> cells = Notebook.read(file).cells();
    assertTrue(cells.size() <= MOST_CELLS, "two chapters: " + cells.size() + " cells");
    assertTrue(cells.get(0).source().startsWith("# "), "the first cell is the title");
    long titles =
        cells.stream()
            .filter(cell -> !cell.isCode())
            .flatMap(cell -> cell.source().lines())
            .filter(line -> line.startsWith("# "))
            .count();
    assertEquals(1, titles, "headings of the first level");
    long checks = cells.stream().filter(cell -> cell.tags().contains(Notebook.CHECK_TAG)).count();
    assertEquals(1, checks, "cells tagged check");
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void saysWhatItTeachesAndClosesWithExercises(Path file) {
    List<Notebook.Cell> cells = Notebook.read(file).cells();
    for (String part : List.of("**You will learn**", "**Needs**", "**Takes**")) {
      assertTrue(cells.get(0).source().contains(part), "the first cell lacks " + part);
    }
    List<String> headings =
        cells.stream()
            .filter(cell -> !cell.isCode())
            .flatMap(cell -> cell.source().lines())
            .filter(line -> line.startsWith("## "))
            .toList();
    assertTrue(headings.contains("## Summary"), headings.toString());
    assertTrue(
        headings.indexOf("## Exercises") > headings.indexOf("## Summary"), headings.toString());
    assertTrue(
        cells.stream().anyMatch(cell -> cell.source().contains("<details>")),
        "no exercise has a folded solution");
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void cellsAreShortAndDeclareNoTypesAndImportOnlyOnce(Path file) {
    List<Notebook.Cell> code =
        Notebook.read(file).cells().stream().filter(Notebook.Cell::isCode).toList();
    for (Notebook.Cell cell : code.subList(1, code.size())) {
      assertTrue(cell.source().lines().count() <= MOST_LINES, "too long: " + cell.source());
      assertTrue(
          cell.source().lines().noneMatch(line -> line.startsWith("import ")),
          "imports stand in the first code cell: " + cell.source());
    }
    for (Notebook.Cell cell : code) {
      assertTrue(
          cell.source().lines().allMatch(line -> line.length() <= LONGEST_LINE),
          "a line is too long: " + cell.source());
      assertEquals(
          cell.tags().contains(DECLARES),
          DECLARES_TYPE.matcher(cell.source()).find(),
          "declares a type, or only says so: " + cell.source());
    }
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void proseStandsBeforeCode(Path file) {
    List<Notebook.Cell> cells = Notebook.read(file).cells();
    for (int i = 1; i < cells.size(); i++) {
      // The check of an exercise follows the cell that it judges.
      assertTrue(
          !(cells.get(i).isCode() && cells.get(i - 1).isCode())
              || cells.get(i).tags().contains(Exercises.JUDGE_TAG),
          "no prose before: " + cells.get(i).source());
    }
  }
}
