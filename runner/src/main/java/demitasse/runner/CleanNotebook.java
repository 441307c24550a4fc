package demitasse.runner;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A chapter as it is kept: what its author wrote, and nothing that a run or a front end leaves
 * behind.
 */
final class CleanNotebook {
  private CleanNotebook() {}

  /**
   * Returns a cleaned copy: without outputs, counts, the front end's notes and blanks at the ends
   * of lines, with a name for every cell and the project's own kernel.
   */
  static JsonObject of(JsonObject notebook) {
    JsonArray cells = new JsonArray();
    Set<String> ids = new HashSet<>();
    for (JsonElement each : notebook.getAsJsonArray("cells")) {
      cells.add(cell(each.getAsJsonObject(), ids));
    }
    JsonObject clean = new JsonObject();
    clean.add("cells", cells);
    clean.add("metadata", metadata());
    clean.addProperty("nbformat", 4);
    clean.addProperty("nbformat_minor", 5);
    return clean;
  }

  private static JsonObject cell(JsonObject cell, Set<String> ids) {
    String type = cell.get("cell_type").getAsString();
    boolean code = type.equals("code");
    JsonObject clean = new JsonObject();
    clean.addProperty("cell_type", type);
    clean.addProperty("id", id(cell, ids));
    JsonObject metadata = new JsonObject();
    JsonElement tags = cell.getAsJsonObject("metadata").get("tags");
    if (tags != null && !tags.getAsJsonArray().isEmpty()) {
      metadata.add("tags", tags);
    }
    clean.add("metadata", metadata);
    clean.add("source", NotebookFile.lines(source(cell, code)));
    if (cell.has("attachments")) {
      clean.add("attachments", cell.get("attachments"));
    }
    if (code) {
      clean.add("execution_count", JsonNull.INSTANCE);
      clean.add("outputs", new JsonArray());
    }
    return clean;
  }

  private static String source(JsonObject cell, boolean code) {
    String source = NotebookFile.joined(cell.get("source")).replace("\r\n", "\n");
    if (code) {
      source = source.lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
    }
    // In prose two blanks at the end of a line are a line break.
    return source.replaceAll("^\n+", "").stripTrailing();
  }

  /** Old front ends drop the names of cells: one from its place is stable until cells move. */
  private static String id(JsonObject cell, Set<String> ids) {
    String id = cell.has("id") ? cell.get("id").getAsString() : "";
    if (!id.matches("[A-Za-z0-9_-]{1,64}") || ids.contains(id)) {
      int number = ids.size() + 1;
      while (ids.contains("cell-" + number)) {
        number++;
      }
      id = "cell-" + number;
    }
    ids.add(id);
    return id;
  }

  private static JsonObject metadata() {
    JsonObject kernel = new JsonObject();
    kernel.addProperty("display_name", "Java");
    kernel.addProperty("language", "java");
    kernel.addProperty("name", "java");
    JsonObject language = new JsonObject();
    language.addProperty("file_extension", ".jshell");
    language.addProperty("mimetype", "text/x-java-source");
    language.addProperty("name", "Java");
    JsonObject metadata = new JsonObject();
    metadata.add("kernelspec", kernel);
    metadata.add("language_info", language);
    return metadata;
  }
}
