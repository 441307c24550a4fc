package demitasse.runner;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A piece of what people read: a text cell of a notebook, or a Markdown page.
 *
 * @param document name of the file without its ending
 * @param place the file and, in a notebook, the cell
 * @param markdown the text
 */
record Prose(String document, String place, String markdown) {
  private static final Set<String> NOT_BY_HAND =
      Set.of("target", "work", "node_modules", ".git", ".demitasse", "chapters", "REPRODUCTION.md");

  /** What is no prose: code, formulas, tags, targets of links; comments that mark a number stay. */
  private static final Pattern OTHER =
      Pattern.compile(
          "(?ms)^ *```.*?^ *```|``[^\\n]*?``|`[^`]*`|\\$\\$.*?\\$\\$|\\$[^$\\n]+\\$"
              + "|<!--(?! (?:record|source)\\b).*?-->|</?[a-zA-Z][^>]*>|(?<=\\])\\([^)\\s]*\\)"
              + "|https?://[^\\s)>]+");

  /** Returns all texts of the chapters. */
  static List<Prose> ofChapters(Project project) {
    List<Prose> all = new ArrayList<>();
    for (Path file : project.chapters()) {
      String name = file.getFileName().toString();
      for (JsonElement each : NotebookFile.read(file).getAsJsonArray("cells")) {
        JsonObject cell = each.getAsJsonObject();
        if (cell.get("cell_type").getAsString().equals("markdown")) {
          String place = name + ", cell " + cell.get("id").getAsString();
          all.add(
              new Prose(
                  name.replace(Notebook.ENDING, ""),
                  place,
                  NotebookFile.joined(cell.get("source"))));
        }
      }
    }
    return all;
  }

  /** Returns the Markdown pages that people write; those that a run makes are not among them. */
  static List<Prose> ofPages(Project project) {
    List<Prose> all = new ArrayList<>();
    collect(project.root(), project.root(), all);
    return all;
  }

  private static void collect(Path root, Path folder, List<Prose> all) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (NOT_BY_HAND.contains(name)) {
          continue;
        }
        if (Files.isDirectory(file)) {
          collect(root, file, all);
        } else if (name.endsWith(".md")) {
          String place = root.relativize(file).toString();
          all.add(new Prose(name.replace(".md", ""), place, Files.readString(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the text with ¤ instead of what is no prose, so that places stay the same. */
  String text() {
    return OTHER.matcher(markdown).replaceAll(found -> found.group().replaceAll("[^\\n]", "¤"));
  }
}
