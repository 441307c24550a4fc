package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkingCopyTest {
  private static final String NEWER =
      "a.ipynb has a newer version: yours is kept, the new one is a.new.ipynb";

  @TempDir Path folder;
  private Path originals;
  private Path work;

  @BeforeEach
  void firstCopy() throws IOException {
    originals = Files.createDirectories(folder.resolve("notebooks"));
    work = folder.resolve("work");
    original("a.ipynb", "1 + 1");
    original("b.ipynb", "2 + 2");
    Files.writeString(originals.resolve("GLOSSARY.md"), "words");
    assertEquals(List.of(), refresh());
  }

  private List<String> refresh() throws IOException {
    return WorkingCopy.refresh(originals, work);
  }

  private void original(String name, String code) throws IOException {
    Files.writeString(originals.resolve(name), NotebookFile.text(notebook(code, "", "")));
  }

  private static JsonObject notebook(String code, String metadata, String outputs) {
    String json =
        """
        {"cells": [{"cell_type": "code", "id": "x", "metadata": {}, "execution_count": null,
          "outputs": [%s], "source": ["%s"]}],
         "metadata": {"kernelspec": {"display_name": "Java", "language": "java", "name": "java"},
          "language_info": {"file_extension": ".jshell", "mimetype": "text/x-java-source", "name": "Java"%s}},
         "nbformat": 4, "nbformat_minor": 5}
        """;
    return JsonParser.parseString(json.formatted(outputs, code, metadata)).getAsJsonObject();
  }

  /** As a front end saves it. */
  private void save(String name, String code, String outputs) throws IOException {
    Files.writeString(
        work.resolve(name), notebook(code, ", \"version\": \"17\"", outputs).toString());
  }

  private String code(String name) {
    return Notebook.read(work.resolve(name)).cells().get(0).source();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  @Test
  void copiesEverythingAtFirst() throws IOException {
    assertEquals(List.of("GLOSSARY.md", "a.ipynb", "b.ipynb"), files());
    assertEquals(
        Files.readString(originals.resolve("a.ipynb")), Files.readString(work.resolve("a.ipynb")));
  }

  @Test
  void whatNobodyHasTouchedFollowsTheCourse() throws IOException {
    original("a.ipynb", "1 + 3");
    Files.writeString(originals.resolve("GLOSSARY.md"), "more words");
    save("b.ipynb", "2 + 2", ""); // only opened: a front end has saved metadata of its own
    original("b.ipynb", "2 + 3");
    assertEquals(List.of(), refresh());
    assertEquals("1 + 3", code("a.ipynb"));
    assertEquals("2 + 3", code("b.ipynb"));
    assertEquals("more words", Files.readString(work.resolve("GLOSSARY.md")));
    assertEquals(List.of("GLOSSARY.md", "a.ipynb", "b.ipynb"), files());
  }

  @Test
  void whatWasWrittenIsKeptAndANewerVersionLaidBeside() throws IOException {
    save("a.ipynb", "my own", "");
    assertEquals(List.of(), refresh());
    assertEquals("my own", code("a.ipynb"));
    original("a.ipynb", "1 + 4");
    assertEquals(List.of(NEWER), refresh());
    assertEquals("my own", code("a.ipynb"));
    assertEquals("1 + 4", code("a.new.ipynb"));
    assertEquals(List.of(), refresh(), "told once");
  }

  @Test
  void aNewVersionBesideIsRenewedUnlessItWasChangedToo() throws IOException {
    save("a.ipynb", "my own", "");
    original("a.ipynb", "1 + 4");
    refresh();
    original("a.ipynb", "1 + 5");
    assertEquals(List.of(NEWER), refresh());
    assertEquals("1 + 5", code("a.new.ipynb"));
    save("a.new.ipynb", "my other", "");
    original("a.ipynb", "1 + 6");
    assertEquals(List.of(NEWER.replace("a.new.", "a.new-2.")), refresh());
    assertEquals("my other", code("a.new.ipynb"));
    assertEquals("1 + 6", code("a.new-2.ipynb"));
  }

  @Test
  void outputIsSomebodysWork() throws IOException {
    save("a.ipynb", "1 + 1", "{\"output_type\": \"stream\", \"name\": \"stdout\", \"text\": []}");
    original("a.ipynb", "1 + 4");
    assertEquals(List.of(NEWER), refresh());
    assertEquals("1 + 1", code("a.ipynb"));
  }

  @Test
  void aFileThatIsNoNotebookAnyMoreIsKept() throws IOException {
    Files.writeString(work.resolve("a.ipynb"), "half of a noteb");
    original("a.ipynb", "1 + 4");
    assertEquals(List.of(NEWER), refresh());
    assertEquals("half of a noteb", Files.readString(work.resolve("a.ipynb")));
  }

  @Test
  void aDeletedCopyComesBackAfresh() throws IOException {
    save("a.ipynb", "my own", "");
    Files.delete(work.resolve("a.ipynb"));
    assertEquals(List.of(), refresh());
    assertEquals("1 + 1", code("a.ipynb"));
  }

  @Test
  void withoutItsListNothingOfTheOwnersIsLost() throws IOException {
    save("a.ipynb", "my own", "");
    Files.delete(work.resolve(".copied"));
    original("a.ipynb", "1 + 4");
    original("b.ipynb", "2 + 4");
    refresh();
    assertEquals("my own", code("a.ipynb"));
    assertFalse(Files.exists(work.resolve(".a.ipynb.unfinished")));
  }
}
