package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanNotebookTest {
  /** As a front end of Notebook 6 leaves it: no ids, outputs, notes of its own, odd spelling. */
  private static final String RUN =
      """
      {"nbformat": 4, "nbformat_minor": 2, "metadata": {
         "kernelspec": {"name": "python3", "display_name": "Python 3"}, "widgets": {}},
       "cells": [
        {"source": "# Title  \\nüber\\n\\n", "cell_type": "markdown",
         "metadata": {"collapsed": true}},
        {"cell_type": "code", "execution_count": 3, "metadata": {"tags": ["check"], "scrolled": true},
         "outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}],
         "source": ["\\n", "int a = 1;  \\r\\n", "a < 2"]},
        {"cell_type": "code", "execution_count": 4, "metadata": {"tags": []}, "outputs": [],
         "id": "named", "source": []}]}""";

  private static final String CLEAN =
      """
      {
       "cells": [
        {
         "cell_type": "markdown",
         "id": "cell-1",
         "metadata": {},
         "source": [
          "# Title  \\n",
          "über"
         ]
        },
        {
         "cell_type": "code",
         "execution_count": null,
         "id": "cell-2",
         "metadata": {
          "tags": [
           "check"
          ]
         },
         "outputs": [],
         "source": [
          "int a = 1;\\n",
          "a < 2"
         ]
        },
        {
         "cell_type": "code",
         "execution_count": null,
         "id": "named",
         "metadata": {},
         "outputs": [],
         "source": []
        }
       ],
       "metadata": {
        "kernelspec": {
         "display_name": "Java",
         "language": "java",
         "name": "java"
        },
        "language_info": {
         "file_extension": ".jshell",
         "mimetype": "text/x-java-source",
         "name": "Java"
        }
       },
       "nbformat": 4,
       "nbformat_minor": 5
      }
      """;

  private static String clean(String notebook) {
    JsonObject json = JsonParser.parseString(notebook).getAsJsonObject();
    return NotebookFile.text(CleanNotebook.of(json));
  }

  @Test
  void keepsWhatTheAuthorWroteAndNothingElse() {
    assertEquals(CLEAN, clean(RUN));
    assertEquals(CLEAN, clean(CLEAN), "cleaning twice is cleaning once");
  }

  @Test
  void namesEveryCellDifferently() {
    String two = CLEAN.replace("\"cell-1\"", "\"named\"").replace("\"cell-2\"", "\"no name!\"");
    List<String> ids =
        CleanNotebook.of(JsonParser.parseString(two).getAsJsonObject())
            .getAsJsonArray("cells")
            .asList()
            .stream()
            .map(cell -> cell.getAsJsonObject().get("id").getAsString())
            .toList();
    assertEquals(List.of("named", "cell-2", "cell-3"), ids);
  }

  @Test
  void writesTheFileWholeAndLeavesNothingBeside(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("03-a.ipynb"), RUN);
    NotebookFile.write(CleanNotebook.of(NotebookFile.read(file)), file);
    assertEquals(CLEAN, Files.readString(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }
}
