package demitasse.runner;

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/**
 * The JSON of a notebook in the one spelling that this project keeps: keys in order, one blank of
 * indent, text as it is read, a line break at the end. It is nbformat's own, so that saving in
 * Jupyter makes no diff.
 */
final class NotebookFile {
  private static final Gson GSON =
      new GsonBuilder()
          .disableHtmlEscaping()
          .serializeNulls()
          .setFormattingStyle(FormattingStyle.PRETTY.withIndent(" "))
          .create();

  private NotebookFile() {}

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it is no notebook
   */
  static JsonObject read(Path file) {
    try {
      JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
      if (!json.has("cells") || !json.get("cells").isJsonArray()) {
        throw new IllegalArgumentException(file + " is no notebook: it has no cells");
      }
      return json;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JsonParseException | IllegalStateException e) {
      throw new IllegalArgumentException(file + " is no notebook: " + e.getMessage(), e);
    }
  }

  static String text(JsonObject notebook) {
    return GSON.toJson(sorted(notebook)) + "\n";
  }

  static void write(JsonObject notebook, Path file) {
    try {
      WholeFile.write(file, text(notebook));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonElement sorted(JsonElement element) {
    if (element.isJsonArray()) {
      JsonArray array = new JsonArray();
      element.getAsJsonArray().forEach(each -> array.add(sorted(each)));
      return array;
    }
    if (element.isJsonObject()) {
      JsonObject object = new JsonObject();
      new TreeMap<>(element.getAsJsonObject().asMap())
          .forEach((key, value) -> object.add(key, sorted(value)));
      return object;
    }
    return element;
  }

  /** Returns a text that the format allows to be one string or a list of lines. */
  static String joined(JsonElement source) {
    if (source.isJsonPrimitive()) {
      return source.getAsString();
    }
    StringBuilder text = new StringBuilder();
    source.getAsJsonArray().forEach(line -> text.append(line.getAsString()));
    return text.toString();
  }

  /** The opposite of {@link #joined}: lines, each with its end, so that a diff shows lines. */
  static JsonArray lines(String text) {
    JsonArray lines = new JsonArray();
    for (int start = 0; start < text.length(); ) {
      int end = text.indexOf('\n', start) + 1;
      lines.add(text.substring(start, end == 0 ? text.length() : end));
      start = end == 0 ? text.length() : end;
    }
    return lines;
  }
}
