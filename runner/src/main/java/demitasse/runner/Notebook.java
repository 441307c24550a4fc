package demitasse.runner;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A notebook file, format 4, as far as running and checking it needs.
 *
 * @param name file name without its ending, such as {@code 05-dense-autoencoder}
 * @param cells in order
 */
record Notebook(String name, List<Cell> cells) {
  static final String ENDING = ".ipynb";

  /** The tag of the cell that asserts what the chapter must have reached. */
  static final String CHECK_TAG = "check";

  /** The headline of the banner with which the library replaces a data set. */
  private static final Pattern STAND_IN = Pattern.compile("GENERATED DATA – THIS IS NOT (.+?) *║");

  /**
   * One cell.
   *
   * @param type {@code code} or {@code markdown}
   * @param source its text
   * @param tags from the cell's metadata
   * @param executed whether it has an execution count
   * @param outputs how many outputs it holds
   * @param printed the text that it printed
   * @param error what its execution threw, in one line
   */
  record Cell(
      String type,
      String source,
      List<String> tags,
      boolean executed,
      int outputs,
      String printed,
      Optional<String> error) {
    boolean isCode() {
      return type.equals("code");
    }
  }

  /**
   * Reads a notebook.
   *
   * @throws IllegalArgumentException if the file is no notebook
   */
  static Notebook read(Path file) {
    try {
      List<Cell> cells = new ArrayList<>();
      for (JsonElement cell : NotebookFile.read(file).getAsJsonArray("cells")) {
        cells.add(cell(cell.getAsJsonObject()));
      }
      String fileName = file.getFileName().toString();
      return new Notebook(fileName.substring(0, fileName.length() - ENDING.length()), cells);
    } catch (IllegalStateException | NullPointerException e) {
      throw new IllegalArgumentException(file + " is no notebook: " + e.getMessage(), e);
    }
  }

  private static Cell cell(JsonObject json) {
    JsonArray outputs = json.has("outputs") ? json.getAsJsonArray("outputs") : new JsonArray();
    StringBuilder printed = new StringBuilder();
    Optional<String> error = Optional.empty();
    for (JsonElement output : outputs) {
      JsonObject each = output.getAsJsonObject();
      if (each.has("text")) {
        printed.append(NotebookFile.joined(each.get("text")));
      }
      if (each.get("output_type").getAsString().equals("error") && error.isEmpty()) {
        String text = each.get("ename").getAsString() + ": " + each.get("evalue").getAsString();
        error = Optional.of(text.strip().lines().findFirst().orElse(text));
      }
    }
    return new Cell(
        json.get("cell_type").getAsString(),
        NotebookFile.joined(json.get("source")),
        tags(json),
        json.has("execution_count") && !json.get("execution_count").isJsonNull(),
        outputs.size(),
        printed.toString(),
        error);
  }

  /** Returns the titles of the data sets in whose place the library's banner says it put others. */
  List<String> standIns() {
    return cells.stream()
        .flatMap(cell -> STAND_IN.matcher(cell.printed()).results())
        .map(found -> found.group(1))
        .distinct()
        .toList();
  }

  /** Returns the tags of a cell as it stands in the file. */
  static List<String> tags(JsonObject cell) {
    List<String> tags = new ArrayList<>();
    JsonObject metadata = cell.getAsJsonObject("metadata");
    if (metadata.has("tags")) {
      metadata.getAsJsonArray("tags").forEach(tag -> tags.add(tag.getAsString()));
    }
    return tags;
  }

  /** Returns what the first failing cell threw. */
  Optional<String> firstError() {
    return cells.stream().map(Cell::error).flatMap(Optional::stream).findFirst();
  }

  /** Tells whether there is a check cell and it was executed without an error. */
  boolean checkPassed() {
    return cells.stream()
        .anyMatch(
            cell -> cell.tags().contains(CHECK_TAG) && cell.executed() && cell.error().isEmpty());
  }
}
