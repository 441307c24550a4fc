package demitasse.runner;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What is executed to grade a submission: the code of the chapter as the teacher has it, with the
 * student's answers in their places, and the cells that the student has added. So checks that were
 * changed or deleted count as they were.
 */
final class GradedNotebook {
  private static final Pattern FAKE =
      Pattern.compile("\\b(class|record|interface|enum)\\s+Exercise\\b");

  /** A student may well define a class of that name. */
  private static final Pattern JUDGE = Pattern.compile("(?<![\\w.])Exercise\\.of\\(");

  private static final String OF_THE_LIBRARY = "demitasse.notebook.Exercise.of(";

  /**
   * A cell to execute.
   *
   * @param exercise the one that it belongs to; empty for the rest of the chapter
   * @param added whether the student has added it
   */
  private record Piece(JsonObject cell, String exercise, boolean added) {}

  private final Assignment assignment;
  private final List<Piece> pieces = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final Map<String, String> answers = new HashMap<>();

  private GradedNotebook(Assignment assignment) {
    this.assignment = assignment;
  }

  static GradedNotebook of(Assignment assignment, HandedIn handedIn) {
    GradedNotebook graded = new GradedNotebook(assignment);
    graded.compare(handedIn);
    graded.compose(handedIn);
    return graded;
  }

  /** Returns what the teacher should know of the differences from the chapter. */
  List<String> remarks() {
    return remarks;
  }

  /** Returns what the student has written as the answer to an exercise. */
  String answer(String exercise) {
    return answers.getOrDefault(exercise, "");
  }

  /** Tells whether the answer is what the chapter had there. */
  boolean isOpen(String exercise) {
    for (JsonObject cell : assignment.cells()) {
      if (isAnswer(cell) && exerciseOf(cell).equals(exercise)) {
        return answer(exercise).strip().equals(source(cell).strip());
      }
    }
    return true;
  }

  private void compare(HandedIn handedIn) {
    Map<String, String> theirs = firstOf(handedIn);
    Set<String> changed = new TreeSet<>();
    int known = 0;
    for (JsonObject cell : assignment.cells()) {
      String there = theirs.get(id(cell));
      boolean isCode = isCode(cell);
      known += there == null ? 0 : 1;
      boolean differs = there == null || !there.strip().equals(source(cell).strip());
      if (Notebook.tags(cell).contains(Exercises.JUDGE_TAG) && differs) {
        String what = there == null ? "deleted" : "changed";
        remarks.add("the check of " + exerciseOf(cell) + " was " + what + ": the original ran");
      } else if (isAnswer(cell)) {
        answers.put(exerciseOf(cell), there == null ? source(cell) : there);
        if (there == null) {
          remarks.add("the answer cell of " + exerciseOf(cell) + " is missing");
        }
      } else if (isCode && !Assignment.judges(cell) && differs) {
        changed.add(id(cell));
      }
    }
    if (known == 0) {
      remarks.add("no cell of the assignment is in this notebook");
    } else if (!changed.isEmpty()) {
      remarks.add("changed or deleted, so the chapter's own ran: " + String.join(", ", changed));
    }
    if (handedIn.cells().stream().anyMatch(cell -> FAKE.matcher(cell.source()).find())) {
      remarks.add("defines a type named Exercise, like the one of the checks: look at the answers");
    }
  }

  private static Map<String, String> firstOf(HandedIn handedIn) {
    Map<String, String> sources = new HashMap<>();
    handedIn.cells().forEach(cell -> sources.putIfAbsent(cell.name(), cell.source()));
    return sources;
  }

  /**
   * Cells of the chapter stay in its order. An added cell follows the one that it follows in the
   * student's notebook; where cells of the chapter are missing there, they come first.
   */
  private void compose(HandedIn handedIn) {
    List<JsonObject> ours = assignment.cells();
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < ours.size(); i++) {
      places.put(id(ours.get(i)), i);
    }
    Map<Integer, List<String>> added = added(handedIn, places);
    addAll(added.getOrDefault(-1, List.of()), "");
    for (int i = 0; i < ours.size(); i++) {
      JsonObject cell = ours.get(i);
      if (isCode(cell)) {
        String source = isAnswer(cell) ? answer(exerciseOf(cell)) : source(cell);
        pieces.add(piece(id(cell), judged(cell, source), exerciseOf(cell), false));
      }
      addAll(added.getOrDefault(i, List.of()), exerciseOf(cell));
    }
  }

  /** Returns the added code by the place of the chapter's cell that it is to follow. */
  private Map<Integer, List<String>> added(HandedIn handedIn, Map<String, Integer> places) {
    Set<String> present = new TreeSet<>();
    handedIn.cells().forEach(cell -> present.add(cell.name()));
    Map<Integer, List<String>> added = new HashMap<>();
    Set<String> seen = new TreeSet<>();
    int place = -1;
    for (HandedIn.Cell cell : handedIn.cells()) {
      if (places.containsKey(cell.name()) && seen.add(cell.name())) {
        place = places.get(cell.name());
        List<JsonObject> ours = assignment.cells();
        while (place + 1 < ours.size()
            && isAnswer(ours.get(place + 1))
            && !present.contains(id(ours.get(place + 1)))) {
          place++; // an answer in a cell of its own stands for the one that is missing
        }
      } else if (cell.isCode() && !cell.source().isBlank()) {
        added.computeIfAbsent(place, key -> new ArrayList<>()).add(cell.source());
      }
    }
    return added;
  }

  private void addAll(List<String> sources, String exercise) {
    for (String source : sources) {
      pieces.add(piece("added-" + pieces.size(), source, exercise, true));
    }
  }

  private static Piece piece(String id, String source, String exercise, boolean added) {
    JsonObject cell = new JsonObject();
    cell.addProperty("cell_type", "code");
    cell.add("execution_count", JsonNull.INSTANCE);
    cell.addProperty("id", id);
    cell.add("metadata", new JsonObject());
    cell.add("outputs", new JsonArray());
    cell.add("source", NotebookFile.lines(source));
    return new Piece(cell, exercise, added);
  }

  /** Returns the notebook with all answers. */
  JsonObject whole() {
    return notebook(pieces.stream().map(Piece::cell).toList());
  }

  /**
   * Returns the notebook for one exercise alone, where the whole one ends the kernel: in place of
   * the student's other answers stand the solutions.
   */
  JsonObject alone(String exercise) {
    List<JsonObject> cells = new ArrayList<>();
    for (Piece piece : pieces) {
      String of = piece.exercise();
      String id = id(piece.cell());
      if (of.isEmpty() || of.equals(exercise)) {
        cells.add(piece.cell());
      } else if (!piece.added() && id.equals(of + "-answer")) {
        cells.add(piece(id, assignment.solution(of), of, false).cell());
      }
    }
    return notebook(cells);
  }

  private static JsonObject notebook(List<JsonObject> cells) {
    JsonArray array = new JsonArray();
    cells.forEach(array::add);
    JsonObject notebook = new JsonObject();
    notebook.add("cells", array);
    return CleanNotebook.of(notebook);
  }

  private static String judged(JsonObject cell, String source) {
    return Assignment.judges(cell) ? JUDGE.matcher(source).replaceAll(OF_THE_LIBRARY) : source;
  }

  private static boolean isCode(JsonObject cell) {
    return cell.get("cell_type").getAsString().equals("code");
  }

  private static boolean isAnswer(JsonObject cell) {
    return Notebook.tags(cell).contains(Exercises.ANSWER_TAG);
  }

  private static String exerciseOf(JsonObject cell) {
    return Assignment.exerciseOf(id(cell));
  }

  private static String id(JsonObject cell) {
    return cell.get("id").getAsString();
  }

  private static String source(JsonObject cell) {
    return NotebookFile.joined(cell.get("source"));
  }
}
