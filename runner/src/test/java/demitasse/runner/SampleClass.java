package demitasse.runner;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A chapter of two exercises and the homework of a made-up class: each student with what the marks
 * must be. The first exercise is worth one point; the second one, and two more by a check that
 * students do not see.
 */
final class SampleClass {
  /**
   * What a student must get.
   *
   * @param first points of the first exercise, of 1
   * @param second points of the second one, of 3
   * @param remark part of the remarks; empty if any will do
   * @param says part of the feedback; empty if any will do
   */
  record Expected(int first, int second, String remark, String says) {}

  static final String RIGHT_SUM = "Integer sum = base + 6;";
  static final String RIGHT_TWICE = "int twice(int n) { return 2 * n; }";
  private static final String KILLS_ITS_KERNEL =
      "new ProcessBuilder(\"kill\", \"-9\", \"\" + ProcessHandle.current().pid()).start().waitFor();";
  static final String OPEN_TWICE = "int twice(int n) { return 0; }";

  private static final String CHAPTER =
      """
      {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
      {"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# Sums"},
      {"cell_type": "code", "id": "setup", "metadata": {}, "outputs": [], "execution_count": null,
       "source": "import demitasse.notebook.*;\\nint base = 5;"},
      {"cell_type": "markdown", "id": "exercise-1", "metadata": {}, "source": "**1. Add.** Six more than base."},
      {"cell_type": "code", "id": "exercise-1-answer", "metadata": {"tags": ["exercise"]}, "outputs": [],
       "execution_count": null, "source": "Integer sum = null;"},
      {"cell_type": "code", "id": "exercise-1-check", "metadata": {"tags": ["exercise-check"]}, "outputs": [],
       "execution_count": null, "source": "Exercise.of(1, sum).equal(\\"the sum\\", sum, 11).report()"},
      {"cell_type": "markdown", "id": "exercise-1-solution", "metadata": {"tags": ["solution"]},
       "source": "```java\\nInteger sum = 11;\\n```"},
      {"cell_type": "markdown", "id": "exercise-2", "metadata": {}, "source": "**2. Double.** Twice a number."},
      {"cell_type": "code", "id": "exercise-2-answer", "metadata": {"tags": ["exercise"]}, "outputs": [],
       "execution_count": null, "source": "int twice(int n) { return 0; }"},
      {"cell_type": "code", "id": "exercise-2-check", "metadata": {"tags": ["exercise-check"]}, "outputs": [],
       "execution_count": null,
       "source": "Exercise.of(2).near(\\"twice 2\\", () -> twice(2), 4, 0).report()"},
      {"cell_type": "code", "id": "exercise-2-hidden", "metadata": {"tags": ["exercise-hidden", "points-2"]},
       "outputs": [], "execution_count": null,
       "source": "Exercise.of(2).near(\\"twice -3\\", () -> twice(-3), -6, 0).report()"},
      {"cell_type": "markdown", "id": "exercise-2-solution", "metadata": {"tags": ["solution"]},
       "source": "```java\\nint twice(int n) { return n + n; }\\n```"}
      ]}
      """;

  private final Path folder;
  private final Assignment assignment;
  private final Map<String, Expected> expected = new LinkedHashMap<>();

  private SampleClass(Path folder, Assignment assignment) {
    this.folder = folder;
    this.assignment = assignment;
  }

  /** Makes the chapter, and an empty folder for what students hand in. */
  static SampleClass in(Path folder) throws IOException {
    Path chapter = folder.resolve("sums.ipynb");
    Files.writeString(chapter, CHAPTER);
    Path submitted = Files.createDirectories(folder.resolve("submitted"));
    return new SampleClass(submitted, Assignment.read(chapter));
  }

  Assignment assignment() {
    return assignment;
  }

  Path folder() {
    return folder;
  }

  Map<String, Expected> expected() {
    return expected;
  }

  void expect(String student, int first, int second, String remark, String says) {
    expected.put(student, new Expected(first, second, remark, says));
  }

  /** Hands in these two answers. */
  Path answers(String student, String sum, String twice) throws IOException {
    return notebook(
        student,
        cells -> {
          setSource(cells, "exercise-1-answer", sum);
          setSource(cells, "exercise-2-answer", twice);
        });
  }

  /** Hands in the students' version after some changes to its cells. */
  Path notebook(String student, Consumer<JsonArray> change) throws IOException {
    JsonObject notebook = assignment.forStudents();
    change.accept(notebook.getAsJsonArray("cells"));
    return file(student, "sums.ipynb", NotebookFile.text(notebook));
  }

  Path file(String student, String name, String text) throws IOException {
    Path file = folder.resolve(student).resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  static void setSource(JsonArray cells, String id, String source) {
    cellOf(cells, id).add("source", NotebookFile.lines(source));
  }

  static JsonObject cellOf(JsonArray cells, String id) {
    for (JsonElement cell : cells) {
      if (cell.getAsJsonObject().get("id").getAsString().equals(id)) {
        return cell.getAsJsonObject();
      }
    }
    throw new IllegalArgumentException("there is no cell " + id);
  }

  static void remove(JsonArray cells, String id) {
    cells.remove(cellOf(cells, id));
  }

  /** Adds a cell of code after another. */
  static void add(JsonArray cells, String after, String source) {
    int place = cells.asList().indexOf(cellOf(cells, after)) + 1;
    JsonObject cell = new JsonObject();
    cell.addProperty("cell_type", "code");
    cell.addProperty("id", "a" + place + "-" + cells.size());
    cell.add("metadata", new JsonObject());
    cell.add("outputs", new JsonArray());
    cell.add("source", NotebookFile.lines(source));
    cells.asList().add(place, cell);
  }

  /** Hands in a first answer, and a right second one. */
  void both(String student, String sum, int first, String remark, String says) throws IOException {
    answers(student, sum, RIGHT_TWICE);
    expect(student, first, 3, remark, says);
  }

  /** Hands in a first answer that is right only without a sandbox, and a right second one. */
  void prevented(String student, String sum, String says) throws IOException {
    both(student, sum, Sandboxed.HERE ? 0 : 1, "", Sandboxed.HERE ? says : "");
  }

  /** Returns an answer that is right if it finds a file or folder. */
  static String sumIfThereIs(Path place) {
    return "Integer sum = java.nio.file.Files.exists(java.nio.file.Path.of(\"%s\")) ? 11 : 0;"
        .formatted(place);
  }

  /** The six whose kinds differ most, for every build. */
  void aFew() throws IOException {
    answers("Łukasz Müller-張", RIGHT_SUM, RIGHT_TWICE);
    expect("Łukasz Müller-張", 1, 3, "", "Right.");
    both("loops", "while (true) { }", 0, "", "longer than");
    both("kills", KILLS_ITS_KERNEL, 0, "ended its own kernel", "ended its own kernel");
    answers("visible-only", "Integer sum = 7;", "int twice(int n) { return 4; }");
    expect("visible-only", 0, 1, "", "too small");
    notebook(
        "changed-checks",
        cells -> {
          setSource(cells, "exercise-1-check", "\"✓ Exercise 1: right.\"");
          remove(cells, "exercise-2-check");
          setSource(cells, "exercise-2-answer", RIGHT_TWICE);
        });
    expect("changed-checks", 0, 3, "the check of exercise-1 was changed", "no answer");
    file("broken", "sums.ipynb", "{\"cells\": [");
    expect("broken", 0, 0, "no notebook", "hand it in again");
  }

  /** What else can come. */
  void theRest(Path outside) throws IOException {
    wrongAnswers();
    attacks(outside);
    strangeNotebooks();
    strangeFiles();
  }

  private void wrongAnswers() throws IOException {
    answers("open", "Integer sum = null;", OPEN_TWICE);
    expect("open", 0, 0, "", "There is no answer.");
    both("wrong", "Integer sum = 12;", 0, "", "too large");
    both("no-compile", "Integer sum = ;", 0, "", "does not compile");
    both("other-name", "Integer total = 11;", 0, "", "could not run");
    both("throws", "Integer sum = Integer.parseInt(\"eleven\");", 0, "", "NumberFormatException");
    both("wrong-type", "String sum = \"11\";", 0, "", "could not run");
    both("exits", "System.exit(0);", 0, "", "calls System.exit");
    both("halts", "Runtime.getRuntime().halt(0);", 0, "", "calls System.exit");
    both(
        "recursion",
        "int f(int n) { return f(n + 1); }\nInteger sum = f(0);",
        0,
        "",
        "without end");
    both("sleeps", "Thread.sleep(1_000_000);\nInteger sum = 11;", 0, "", "longer than");
    both("deaf", "while (true) { try { Thread.sleep(1000); } catch (Throwable t) { } }", 0, "", "");
    both(
        "heap",
        "var all = new ArrayList<byte[]>();\nwhile (true) all.add(new byte[1 << 24]);",
        0,
        "",
        "");
    both(
        "native",
        "var all = new ArrayList<java.nio.ByteBuffer>();\n"
            + "while (true) { var b = java.nio.ByteBuffer.allocateDirect(1 << 24);\n"
            + "  for (int i = 0; i < b.capacity(); i += 4096) b.put(i, (byte) 1);\n  all.add(b); }",
        0,
        "",
        "");
    both("prints", "while (true) System.out.println(\"again and again and again\");", 0, "", "");
    both("asks", "Integer sum = new Scanner(System.in).nextInt();", 0, "", "asks for input");
  }

  private void attacks(Path outside) throws IOException {
    prevented(
        "writes-outside",
        "java.nio.file.Files.writeString(java.nio.file.Path.of(\"%s\"), \"x\");\nInteger sum = 11;"
            .formatted(outside),
        "stopped with");
    prevented("reads-others", sumIfThereIs(folder.resolve("open")), "");
    both(
        "spawns",
        "new ProcessBuilder(\"sh\", \"-c\", \"(sleep 7331 &) ; sleep 7331 &\").start();\nInteger sum = 11;",
        1,
        "",
        "");
    both(
        "fake",
        "class Exercise { static Exercise of(int n, Object... a) { return new Exercise(); }\n"
            + "  Exercise equal(String s, Object o, double d) { return this; }\n"
            + "  String report() { return \"✓ Exercise 1: right.\"; } }\nInteger sum = 3;",
        0,
        "defines a type named Exercise",
        "");
    both(
        "overwrites-results",
        "java.nio.file.Files.writeString(java.nio.file.Path.of(\"executed.ipynb\"), \"{}\");\n"
            + "Integer sum = 11;",
        1,
        "",
        "");
    both("kills-parent", "ProcessHandle.current().parent().get().destroyForcibly();", 0, "", "");
    both(
        "threads",
        "for (int i = 0; i < 200; i++) new Thread(() -> {\n"
            + "  while (true) try { Thread.sleep(1000); } catch (Exception e) { }\n}).start();\n"
            + "Integer sum = 11;",
        1,
        "",
        "");
  }

  private void strangeNotebooks() throws IOException {
    notebook(
        "thousand",
        cells -> {
          setSource(cells, "exercise-1-answer", RIGHT_SUM);
          setSource(cells, "exercise-2-answer", RIGHT_TWICE);
          for (int i = 0; i < 1000; i++) {
            add(cells, "setup", "int added" + i + " = " + i + ";");
          }
        });
    expect("thousand", 1, 3, "", "Right.");
    notebook(
        "helper",
        cells -> {
          setSource(cells, "exercise-1-answer", "Integer sum = six() + base;");
          add(cells, "exercise-1", "int six() { return 6; }");
        });
    expect("helper", 1, 0, "", "");
    notebook(
        "own-cell",
        cells -> {
          remove(cells, "exercise-1-answer");
          add(cells, "exercise-1", RIGHT_SUM);
        });
    expect("own-cell", 1, 0, "the answer cell of exercise-1 is missing", "");
    notebook(
        "no-checks",
        cells -> {
          setSource(cells, "exercise-1-answer", RIGHT_SUM);
          remove(cells, "exercise-1-check");
          remove(cells, "exercise-2-check");
        });
    expect("no-checks", 1, 0, "the check of exercise-1 was deleted", "");
    changedNotebooks();
  }

  private void changedNotebooks() throws IOException {
    notebook(
        "no-setup",
        cells -> {
          setSource(cells, "exercise-1-answer", RIGHT_SUM);
          setSource(cells, "setup", "int base = 100;");
        });
    expect("no-setup", 1, 0, "the chapter's own ran: setup", "");
    notebook(
        "reversed",
        cells -> {
          setSource(cells, "exercise-1-answer", RIGHT_SUM);
          java.util.Collections.reverse(cells.asList());
        });
    expect("reversed", 1, 0, "", "");
    notebook(
        "no-ids",
        cells -> {
          setSource(cells, "exercise-1-answer", RIGHT_SUM);
          cells.forEach(cell -> cell.getAsJsonObject().remove("id"));
        });
    expect("no-ids", 1, 0, "", "");
    notebook(
        "empty-cells",
        cells -> {
          while (!cells.isEmpty()) {
            cells.remove(0);
          }
        });
    expect("empty-cells", 0, 0, "no cell of the assignment", "There is no answer.");
  }

  private void strangeFiles() throws IOException {
    file("empty", "sums.ipynb", "");
    expect("empty", 0, 0, "no notebook", "hand it in again");
    file("list", "sums.ipynb", "[1, 2, 3]");
    expect("list", 0, 0, "no notebook", "");
    file("wrong-kinds", "sums.ipynb", "{\"cells\": [{\"cell_type\": 7, \"source\": {}}]}");
    expect("wrong-kinds", 0, 0, "no notebook", "");
    file("deep", "sums.ipynb", "{\"cells\": " + "[".repeat(100_000));
    expect("deep", 0, 0, "no notebook", "");
    file("document", "answers.docx", "PK");
    expect("document", 0, 0, "no notebook was handed in", "");
    Files.createSymbolicLink(
        Files.createDirectories(folder.resolve("link")).resolve("sums.ipynb"),
        Path.of("/etc/passwd"));
    expect("link", 0, 0, "is no file", "");
    Files.move(answers("=flat", RIGHT_SUM, OPEN_TWICE), folder.resolve("@flat.ipynb"));
    Files.delete(folder.resolve("=flat"));
    expect("@flat", 1, 0, "", "");
    Path first = answers("twice", "Integer sum = 1;", OPEN_TWICE);
    Path older = Files.move(first, first.resolveSibling("sums (1).ipynb"));
    Files.setLastModifiedTime(older, FileTime.fromMillis(0));
    answers("twice", RIGHT_SUM, OPEN_TWICE);
    expect("twice", 1, 0, "graded the last one, sums.ipynb", "");
    Path original = answers("copied", RIGHT_SUM, OPEN_TWICE);
    Files.copy(original, original.resolveSibling("sums-copy.ipynb"));
    expect("copied", 1, 0, "", "");
    JsonObject other = assignment.forStudents();
    other
        .getAsJsonObject("metadata")
        .getAsJsonObject("demitasse")
        .addProperty("assignment", "other");
    file("other-chapter", "other.ipynb", NotebookFile.text(other));
    expect("other-chapter", 0, 0, "made for other", "");
  }
}
