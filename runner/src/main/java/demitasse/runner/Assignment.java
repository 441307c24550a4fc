package demitasse.runner;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chapter as homework: what its exercises are worth, and the version that students get. That one
 * is the chapter without solutions and hidden checks. Its cells carry nbgrader's metadata (version
 * 3 of its schema): only the answers can be edited there.
 */
final class Assignment {
  /** The part of nbgrader's metadata that names a cell; it survives front ends that drop ids. */
  static final String NBGRADER = "nbgrader";

  private static final int SCHEMA_VERSION = 3;
  private static final String OWN_METADATA = "demitasse";
  private static final String ASSIGNMENT = "assignment";
  private static final Pattern POINTS = Pattern.compile("points-(\\d+)");
  private static final Pattern EXERCISE = Pattern.compile("(exercise-\\d+)(-.*)?");
  private static final Pattern TITLE = Pattern.compile("\\*\\*(.+?)\\*\\*");

  /**
   * One exercise.
   *
   * @param name such as {@code exercise-1}
   * @param title the number and name that the chapter gives it, such as {@code 1. Count.}
   * @param checks the points of each cell that judges it, by the cell's id, in order
   */
  record Task(String name, String title, Map<String, Integer> checks) {
    int points() {
      return checks.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  private final String name;
  private final JsonObject chapter;
  private final List<Task> tasks;

  private Assignment(String name, JsonObject chapter) {
    this.name = name;
    this.chapter = chapter;
    this.tasks = Exercises.names(chapter).stream().map(each -> task(chapter, each)).toList();
  }

  /**
   * Reads a chapter with exercises.
   *
   * @throws IllegalArgumentException if the file is no notebook, has no exercise, or an exercise
   *     lacks its check or its solution
   */
  static Assignment read(Path file) {
    JsonObject chapter = CleanNotebook.of(NotebookFile.read(file));
    String name = file.getFileName().toString().replace(Notebook.ENDING, "");
    Assignment assignment = new Assignment(name, chapter);
    if (assignment.tasks.isEmpty()) {
      throw new IllegalArgumentException(file + " has no exercises");
    }
    Exercises.rehearsal(chapter); // refuses an exercise that is not whole
    return assignment;
  }

  String name() {
    return name;
  }

  /** Returns the chapter's heading. */
  String title() {
    return cells().stream()
        .map(cell -> NotebookFile.joined(cell.get("source")))
        .filter(source -> source.startsWith("# "))
        .map(source -> source.lines().findFirst().orElse(name).substring(2))
        .findFirst()
        .orElse(name);
  }

  List<Task> tasks() {
    return tasks;
  }

  /** Returns the cells of the chapter in order, hidden checks and solutions among them. */
  List<JsonObject> cells() {
    return Exercises.cells(chapter);
  }

  /** Returns the text of the whole chapter, for telling whether it has changed. */
  String text() {
    return NotebookFile.text(chapter);
  }

  String solution(String exercise) {
    return Exercises.solution(chapter, exercise);
  }

  int points() {
    return tasks.stream().mapToInt(Task::points).sum();
  }

  /** Returns the exercise that a cell belongs to by its id; empty for the rest of the chapter. */
  static String exerciseOf(String id) {
    Matcher matcher = EXERCISE.matcher(id);
    return matcher.matches() ? matcher.group(1) : "";
  }

  /** Returns the name of the assignment that a notebook was made for; empty if it names none. */
  static String nameIn(JsonObject notebook) {
    try {
      return notebook
          .getAsJsonObject("metadata")
          .getAsJsonObject(OWN_METADATA)
          .get(ASSIGNMENT)
          .getAsString();
    } catch (RuntimeException e) {
      // Handed in by a student: any part may be missing, or be something else.
      return "";
    }
  }

  private static Task task(JsonObject chapter, String exercise) {
    Map<String, Integer> checks = new LinkedHashMap<>();
    String title = exercise;
    for (JsonObject cell : Exercises.cells(chapter)) {
      String id = cell.get("id").getAsString();
      if (judges(cell) && exerciseOf(id).equals(exercise)) {
        checks.put(id, points(cell));
      } else if (id.equals(exercise)) {
        Matcher matcher = TITLE.matcher(NotebookFile.joined(cell.get("source")));
        title = matcher.find() ? matcher.group(1) : exercise;
      }
    }
    return new Task(exercise, title, checks);
  }

  static boolean judges(JsonObject cell) {
    List<String> tags = Notebook.tags(cell);
    return tags.contains(Exercises.JUDGE_TAG) || tags.contains(Exercises.HIDDEN_TAG);
  }

  private static int points(JsonObject judge) {
    return Notebook.tags(judge).stream()
        .map(POINTS::matcher)
        .filter(Matcher::matches)
        .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
        .findFirst()
        .orElse(1);
  }

  /** Returns what a student would hand in who has copied the solutions. */
  HandedIn solved() {
    List<HandedIn.Cell> solved = new ArrayList<>();
    for (JsonObject cell : cells()) {
      String id = cell.get("id").getAsString();
      boolean isCode = cell.get("cell_type").getAsString().equals("code");
      String source =
          Notebook.tags(cell).contains(Exercises.ANSWER_TAG)
              ? solution(exerciseOf(id))
              : NotebookFile.joined(cell.get("source"));
      solved.add(new HandedIn.Cell(id, isCode, source));
    }
    return new HandedIn(name, solved);
  }

  /** Returns the version that students get. */
  JsonObject forStudents() {
    JsonObject notebook = chapter.deepCopy();
    List<JsonObject> kept = new ArrayList<>();
    for (JsonObject cell : Exercises.cells(notebook)) {
      List<String> tags = Notebook.tags(cell);
      if (!tags.contains(Exercises.SOLUTION_TAG) && !tags.contains(Exercises.HIDDEN_TAG)) {
        kept.add(cell);
      }
    }
    JsonArray cells = new JsonArray();
    for (JsonObject cell : kept) {
      cell.getAsJsonObject("metadata").add(NBGRADER, nbgrader(cell));
      cells.add(cell);
    }
    notebook.add("cells", cells);
    JsonObject own = new JsonObject();
    own.addProperty(ASSIGNMENT, name);
    notebook.getAsJsonObject("metadata").add(OWN_METADATA, own);
    return notebook;
  }

  private static JsonObject nbgrader(JsonObject cell) {
    boolean answer = Notebook.tags(cell).contains(Exercises.ANSWER_TAG);
    boolean judge = Notebook.tags(cell).contains(Exercises.JUDGE_TAG);
    String id = cell.get("id").getAsString();
    JsonObject metadata = new JsonObject();
    metadata.addProperty("cell_type", cell.get("cell_type").getAsString());
    metadata.addProperty("grade", judge);
    metadata.addProperty("grade_id", id);
    metadata.addProperty("locked", !answer);
    if (judge) {
      metadata.addProperty("points", points(cell));
    }
    metadata.addProperty("schema_version", SCHEMA_VERSION);
    metadata.addProperty("solution", answer);
    metadata.addProperty("task", false);
    metadata.addProperty("checksum", checksum(cell, metadata));
    return metadata;
  }

  /** By nbgrader's rule, of the text and of what counts in the metadata, as Python writes it. */
  private static String checksum(JsonObject cell, JsonObject metadata) {
    StringBuilder text = new StringBuilder(NotebookFile.joined(cell.get("source")));
    text.append(cell.get("cell_type").getAsString());
    for (String flag : List.of("grade", "solution", "locked")) {
      text.append(metadata.get(flag).getAsBoolean() ? "True" : "False");
    }
    text.append(metadata.get("grade_id").getAsString());
    if (metadata.has("points")) {
      text.append(metadata.get("points").getAsInt()).append(".0");
    }
    try {
      byte[] sum =
          MessageDigest.getInstance("MD5").digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
