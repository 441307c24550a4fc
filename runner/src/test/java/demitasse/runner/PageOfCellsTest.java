package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page that says which cell has what: {@code notebooks/README.md}. */
class PageOfCellsTest {
  private static final Project PROJECT = Project.around(Path.of(""));

  /** A link to a chapter, and what is said of it up to the next link or the end of the line. */
  private static final Pattern MENTION =
      Pattern.compile("\\]\\((\\d\\d-[\\w-]+\\.ipynb)\\)((?:(?!\\]\\(\\d\\d-).)*)");

  private static final Pattern CELL = Pattern.compile("`([a-z0-9-]+)`");
  private static final Pattern HEADING = Pattern.compile("\\*([^*]+)\\*");

  /** What stands in code or italics and is no cell or heading: a profile, and remarks. */
  private static final Set<String> OTHER = Set.of("full", "silent", "left out", "top of the page");

  @Test
  void namesOnlyCellsAndHeadingsThatAreThere() throws IOException {
    String page = Files.readString(PROJECT.notebooks().resolve("README.md"));
    List<String> findings = new ArrayList<>();
    int mentions = 0;
    Matcher mention = MENTION.matcher(page);
    while (mention.find()) {
      Path chapter = PROJECT.notebooks().resolve(mention.group(1));
      Set<String> present = cellsAndHeadings(chapter);
      present.addAll(OTHER);
      for (Pattern each : List.of(CELL, HEADING)) {
        Matcher name = each.matcher(mention.group(2));
        while (name.find()) {
          mentions++;
          if (!present.contains(name.group(1))) {
            findings.add(chapter.getFileName() + " has no " + name.group());
          }
        }
      }
    }
    assertEquals(List.of(), findings.stream().distinct().toList());
    assertTrue(mentions > 100, "the page names cells and headings, not only " + mentions);
  }

  private static Set<String> cellsAndHeadings(Path chapter) {
    Set<String> names = new HashSet<>();
    for (JsonElement each : NotebookFile.read(chapter).getAsJsonArray("cells")) {
      JsonObject cell = each.getAsJsonObject();
      names.add(cell.get("id").getAsString());
      NotebookFile.joined(cell.get("source"))
          .lines()
          .filter(line -> line.matches("#{2,3} .*"))
          .forEach(line -> names.add(line.replaceFirst("#+ ", "").strip()));
    }
    return names;
  }
}
