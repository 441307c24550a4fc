package demitasse.runner;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Submissions whose code or form means harm, or looks as if it did. */
final class Troublemakers {
  private final SampleClass students;

  Troublemakers(SampleClass students) {
    this.students = students;
  }

  /**
   * Hands them in.
   *
   * @param project whose solutions nobody may read
   * @param port of this machine, at which somebody listens outside of the sandbox
   */
  void handIn(Project project, int port) throws IOException {
    waysOut();
    excesses();
    lookAround(project, port);
    fakes();
    oldFormsAndBrokenOnes();
    names();
  }

  private void waysOut() throws IOException {
    students.both(
        "exits-static",
        "class Leaver { static { System.exit(3); } static int eleven() { return 11; } }\n"
            + "Integer sum = Leaver.eleven();",
        0,
        "",
        "Your cell ");
    students.both(
        "exits-hook",
        "Runtime.getRuntime().addShutdownHook(new Thread(() -> { while (true) { } }));\n"
            + "Integer sum = 11;",
        1,
        "",
        "Right.");
    students.both(
        "exits-thread",
        "Thread thread = new Thread(() -> System.exit(1));\nthread.start();\nthread.join();\n"
            + "Integer sum = 11;",
        1,
        "",
        "Right.");
    students.both(
        "halts-by-reflection",
        "Runtime.class.getMethod(\"halt\", int.class).invoke(Runtime.getRuntime(), 0);",
        0,
        "ended its own kernel",
        "ended its own kernel");
  }

  private void excesses() throws IOException {
    students.both(
        "multiplies",
        "while (true) new ProcessBuilder(\"sleep\", \"7331\").start();",
        0,
        "it started more than 200 processes",
        "it started more than 200 processes");
    students.both("prints-one-line", "while (true) System.err.print('x');", 0, "", "");
    students.both("shows", "while (true) display(\"again\");", 0, "", "");
    students.both(
        "large-file",
        "new java.io.RandomAccessFile(\"large\", \"rw\").setLength(1L << 40);\nInteger sum = 11;",
        0,
        "",
        "stopped with IOException");
    students.both(
        "many-files",
        writesFilesIn(""),
        0,
        "it wrote more than 2000 MB",
        "it wrote more than 2000 MB");
  }

  private void lookAround(Project project, int port) throws IOException {
    students.prevented(
        "connects",
        "new java.net.Socket(\"127.0.0.1\", %d).close();\nInteger sum = 11;".formatted(port),
        "stopped with ConnectException");
    students.prevented("reads-solutions", SampleClass.sumIfThereIs(project.notebooks()), "");
    students.prevented(
        "writes-where-it-can",
        "int written = 0;\nfor (String folder : List.of(\"/tmp\", \"%s\", \"%s\")) try {\n"
                .formatted(project.root().resolve("target"), students.folder())
            + "  Files.delete(Files.writeString(Path.of(folder, \"of-a-student\"), \"x\"));\n"
            + "  written++;\n} catch (IOException e) { }\nInteger sum = written > 0 ? 11 : 0;",
        "too small");
    students.both("fills-memory-with-files", writesFilesIn("/dev/shm/"), 0, "", "");
  }

  private static String writesFilesIn(String folder) {
    return """
        for (int i = 0; ; i++)
          try (var file = new java.io.RandomAccessFile("%sfile" + i, "rw")) {
            file.setLength(900_000_000);
          }"""
        .formatted(folder);
  }

  private void fakes() throws IOException {
    students.notebook(
        "fakes-output",
        cells -> {
          SampleClass.setSource(cells, "exercise-1-answer", "Integer sum = 3;");
          JsonObject output = new JsonObject();
          output.addProperty("output_type", "execute_result");
          output.addProperty("execution_count", 3);
          output.add("metadata", new JsonObject());
          output.add("data", JsonParser.parseString("{\"text/plain\": \"✓ Exercise 1: right.\"}"));
          SampleClass.cellOf(cells, "exercise-1-check").getAsJsonArray("outputs").add(output);
        });
    students.expect("fakes-output", 0, 0, "", "too small");
    students.notebook(
        "fakes-points",
        cells -> {
          SampleClass.setSource(cells, "exercise-1-answer", SampleClass.RIGHT_SUM);
          nbgrader(cells, "exercise-1-check").addProperty("points", 100);
          nbgrader(cells, "exercise-1-check").addProperty("locked", false);
          nbgrader(cells, "exercise-2-check").addProperty("grade_id", "mine");
        });
    students.expect("fakes-points", 1, 0, "the check of exercise-2 was deleted", "");
    students.notebook(
        "answers-twice",
        cells -> {
          SampleClass.setSource(cells, "exercise-1-answer", SampleClass.RIGHT_SUM);
          cells.asList().add(4, SampleClass.cellOf(cells, "exercise-1-answer").deepCopy());
        });
    students.expect("answers-twice", 1, 0, "", "");
    students.notebook(
        "no-grade-ids",
        cells -> {
          SampleClass.setSource(cells, "exercise-1-answer", SampleClass.RIGHT_SUM);
          cells.forEach(each -> each.getAsJsonObject().add("metadata", nullGradeId()));
        });
    students.expect("no-grade-ids", 1, 0, "", "");
  }

  private static JsonObject nbgrader(JsonArray cells, String id) {
    return SampleClass.cellOf(cells, id)
        .getAsJsonObject("metadata")
        .getAsJsonObject(Assignment.NBGRADER);
  }

  private static JsonObject nullGradeId() {
    JsonObject nbgrader = new JsonObject();
    nbgrader.add("grade_id", JsonNull.INSTANCE);
    JsonObject metadata = new JsonObject();
    metadata.add(Assignment.NBGRADER, nbgrader);
    return metadata;
  }

  private void oldFormsAndBrokenOnes() throws IOException {
    students.file("format-3", "sums.ipynb", NotebookFile.text(inFormat3(answered())));
    students.expect("format-3", 1, 0, "", "");
    students.file("marked-bytes", "sums.ipynb", "\uFEFF" + NotebookFile.text(answered()));
    students.expect("marked-bytes", 1, 0, "", "");
    String deep = "[".repeat(100_000) + "\"x\"" + "]".repeat(100_000);
    students.file(
        "deep-source",
        "sums.ipynb",
        "{\"cells\": [{\"cell_type\": \"code\", \"metadata\": {}, \"source\": %s}]}"
            .formatted(deep));
    students.expect("deep-source", 0, 0, "no notebook", "hand it in again");
  }

  private JsonObject answered() {
    JsonObject notebook = students.assignment().forStudents();
    SampleClass.setSource(
        notebook.getAsJsonArray("cells"), "exercise-1-answer", SampleClass.RIGHT_SUM);
    return notebook;
  }

  private static JsonObject inFormat3(JsonObject notebook) {
    JsonArray cells = notebook.remove("cells").getAsJsonArray();
    for (JsonElement each : cells) {
      JsonObject cell = each.getAsJsonObject();
      cell.remove("id");
      if (cell.get("cell_type").getAsString().equals("code")) {
        cell.add("input", cell.remove("source"));
      }
    }
    JsonObject worksheet = new JsonObject();
    worksheet.add("cells", cells);
    JsonArray worksheets = new JsonArray();
    worksheets.add(worksheet);
    notebook.add("worksheets", worksheets);
    notebook.addProperty("nbformat", 3);
    return notebook;
  }

  private void names() throws IOException {
    for (String name : List.of("O'Brien, \"Pat\" <b>&", "名".repeat(80), "100%20\\s")) {
      students.answers(name, SampleClass.RIGHT_SUM, SampleClass.OPEN_TWICE);
      students.expect(name, 1, 0, "", "");
    }
    Files.move(
        students.answers("both-ways", SampleClass.RIGHT_SUM, SampleClass.OPEN_TWICE),
        students.folder().resolve("both-ways.ipynb"));
    students.answers("both-ways", SampleClass.RIGHT_SUM, SampleClass.RIGHT_TWICE);
    students.expect("both-ways", 1, 3, "several notebooks that differ", "");
    JsonObject other = students.assignment().forStudents();
    other
        .getAsJsonObject("metadata")
        .getAsJsonObject("demitasse")
        .addProperty("assignment", "other");
    students.answers("two-chapters", SampleClass.RIGHT_SUM, SampleClass.OPEN_TWICE);
    students.file("two-chapters", "zz-other.ipynb", NotebookFile.text(other));
    students.expect("two-chapters", 1, 0, "", "");
  }
}
