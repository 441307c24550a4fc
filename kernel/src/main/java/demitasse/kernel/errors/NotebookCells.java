package demitasse.kernel.errors;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import demitasse.kernel.base.Log;
import demitasse.kernel.source.JavaParser;
import demitasse.kernel.source.MagicText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The code cells of the notebook, as its file stands, whether they have run or not. */
final class NotebookCells {
  /** What a Jupyter server calls the notebook that the kernel runs for. */
  private static final String NOTEBOOK = "JPY_SESSION_NAME";

  private NotebookCells() {}

  /** Returns the code of the cells by their numbers, counted from 1. */
  static Map<Integer, String> byNumber() {
    String name = System.getenv(NOTEBOOK);
    try {
      return name == null || !Files.isRegularFile(Path.of(name)) ? Map.of() : read(Path.of(name));
    } catch (IOException | RuntimeException e) {
      Log.note("cannot read " + name + ": " + e);
      return Map.of();
    }
  }

  private static Map<Integer, String> read(Path notebook) throws IOException {
    Map<Integer, String> byNumber = new LinkedHashMap<>();
    int number = 0;
    try {
      JsonObject json = JsonParser.parseString(Files.readString(notebook)).getAsJsonObject();
      for (JsonElement element : json.getAsJsonArray("cells")) {
        JsonObject cell = element.getAsJsonObject();
        if (cell.get("cell_type").getAsString().equals("code")) {
          byNumber.put(++number, MagicText.withoutMagics(text(cell.get("source"))));
        }
      }
    } catch (JsonParseException e) {
      throw new IOException("it is not a notebook", e);
    }
    return byNumber;
  }

  private static String text(JsonElement source) {
    if (!source.isJsonArray()) {
      return source.getAsString();
    }
    StringBuilder text = new StringBuilder();
    JsonArray lines = source.getAsJsonArray();
    lines.forEach(line -> text.append(line.getAsString()));
    return text.toString();
  }

  /** Returns the imports that a cell makes. */
  static List<String> imports(String code) {
    List<String> imports = new ArrayList<>();
    JavaParser.parse(code)
        .unit()
        .getImports()
        .forEach(tree -> imports.add(tree.toString().strip()));
    return imports;
  }
}
