package demitasse.runner;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cells of a notebook that a student has handed in, whatever state it is in.
 *
 * @param assignment the assignment that it was made for; empty if it does not say
 * @param cells in order
 */
record HandedIn(String assignment, List<Cell> cells) {
  private static final String CELLS = "cells";
  private static final String SOURCE_OF_FORMAT_3 = "input";

  /**
   * One cell.
   *
   * @param name the one that the assignment gave it, or the front end
   */
  record Cell(String name, boolean isCode, String source) {}

  /** Returns the notebook; empty if the content is none. */
  static Optional<HandedIn> parse(byte[] content) {
    try {
      String text = new String(content, StandardCharsets.UTF_8).replace("\uFEFF", "");
      JsonObject notebook = JsonParser.parseString(text).getAsJsonObject();
      List<Cell> cells = new ArrayList<>();
      for (JsonElement each : cells(notebook)) {
        JsonObject cell = each.getAsJsonObject();
        JsonElement lines = cell.get(cell.has("source") ? "source" : SOURCE_OF_FORMAT_3);
        String source = NotebookFile.joined(lines).replace("\r\n", "\n");
        boolean isCode = cell.get("cell_type").getAsString().equals("code");
        cells.add(new Cell(name(cell), isCode, source));
      }
      return Optional.of(new HandedIn(Assignment.nameIn(notebook), cells));
    } catch (RuntimeException e) {
      // Gson and its elements throw many kinds where the file is not what they expect.
      return Optional.empty();
    }
  }

  /** Returns the cells; in the notebook format 3, of 2011, they are in worksheets. */
  private static List<JsonElement> cells(JsonObject notebook) {
    if (notebook.has(CELLS)) {
      return notebook.getAsJsonArray(CELLS).asList();
    }
    List<JsonElement> cells = new ArrayList<>();
    for (JsonElement worksheet : notebook.getAsJsonArray("worksheets")) {
      cells.addAll(worksheet.getAsJsonObject().getAsJsonArray(CELLS).asList());
    }
    return cells;
  }

  private static String name(JsonObject cell) {
    if (cell.get("metadata") instanceof JsonObject metadata
        && metadata.get(Assignment.NBGRADER) instanceof JsonObject nbgrader
        && nbgrader.get("grade_id") instanceof JsonPrimitive name) {
      return name.getAsString();
    }
    return cell.get("id") instanceof JsonPrimitive name ? name.getAsString() : "";
  }
}
