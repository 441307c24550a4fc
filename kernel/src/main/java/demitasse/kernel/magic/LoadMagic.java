package demitasse.kernel.magic;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import demitasse.kernel.api.Notebook;
import demitasse.kernel.source.JavaParser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs files. */
final class LoadMagic {
  private final Notebook notebook;

  LoadMagic(Notebook notebook) {
    this.notebook = notebook;
  }

  void addTo(Magics magics) {
    magics.help("%load file", "runs a .jshell, .java or .ipynb file; the suffix may be left out");
    magics.quiet(this::load, "load");
  }

  private Object load(List<String> args) throws IOException {
    if (args.size() != 1) {
      throw new IllegalArgumentException("%load needs the path of one file");
    }
    Path file = source(args.get(0));
    String name = file.getFileName().toString();
    String text = text(file).replaceFirst("^\ufeff", ""); // as Windows' editors begin
    if (name.endsWith(".ipynb")) {
      int number = 0;
      for (String code : codeCells(file, text)) {
        notebook.eval(name + ", cell " + ++number, code);
      }
    } else {
      // JShell knows no packages: what a file declares is there under its simple name.
      String code = name.endsWith(".java") ? JavaParser.withoutPackage(text) : text;
      notebook.eval(name, code);
    }
    return null;
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not text in UTF-8", e);
    }
  }

  /** The file itself, or with one of the suffixes that may be left out. */
  private static Path source(String path) throws NoSuchFileException {
    for (String suffix : List.of("", ".jshell", ".jsh", ".java", ".jjava", ".ipynb")) {
      Path file = Path.of(Home.expand(path) + suffix);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    throw new NoSuchFileException(path, null, "nothing to load");
  }

  private static List<String> codeCells(Path file, String text) throws IOException {
    List<String> codes = new ArrayList<>();
    try {
      JsonArray cells = JsonParser.parseString(text).getAsJsonObject().getAsJsonArray("cells");
      for (JsonElement element : cells) {
        JsonObject cell = element.getAsJsonObject();
        if (cell.get("cell_type").getAsString().equals("code")) {
          JsonElement source = cell.get("source");
          StringBuilder code = new StringBuilder();
          if (source.isJsonArray()) {
            source.getAsJsonArray().forEach(line -> code.append(line.getAsString()));
          } else {
            code.append(source.getAsString());
          }
          codes.add(code.toString());
        }
      }
    } catch (JsonParseException
        | IllegalStateException
        | NullPointerException
        | ClassCastException e) {
      throw new IOException(file + " is not a notebook", e);
    }
    return codes;
  }
}
