package demitasse.runner;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
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
      for (JsonElement each : notebook.getAsJsonArray("cells")) {
        JsonObject cell = each.getAsJsonObject();
        String source = NotebookFile.joined(cell.get("source")).replace("\r\n", "\n");
        boolean isCode = cell.get("cell_type").getAsString().equals("code");
        cells.add(new Cell(name(cell), isCode, source));
      }
      return Optional.of(new HandedIn(Assignment.nameIn(notebook), cells));
    } catch (RuntimeException e) {
      // Gson and its elements throw many kinds where the file is not what they expect.
      return Optional.empty();
    }
  }

  private static String name(JsonObject cell) {
    if (cell.get("metadata") instanceof JsonObject metadata
        && metadata.get(Assignment.NBGRADER) instanceof JsonObject nbgrader
        && nbgrader.has("grade_id")) {
      return nbgrader.get("grade_id").getAsString();
    }
    return cell.has("id") ? cell.get("id").getAsString() : "";
  }
}
