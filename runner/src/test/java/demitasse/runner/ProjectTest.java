package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectTest {
  @TempDir Path root;

  @BeforeEach
  void make() throws IOException {
    Files.createDirectories(root.resolve("notebooks"));
    for (String file :
        List.of(
            "pom.xml",
            "demitasse",
            "notebooks/07-b.ipynb",
            "notebooks/03-a.ipynb",
            "notebooks/x.md")) {
      Files.writeString(root.resolve(file), "");
    }
  }

  private static List<String> names(List<Path> files) {
    return files.stream().map(file -> file.getFileName().toString()).toList();
  }

  @Test
  void findsTheProjectFromInside() throws IOException {
    Path inside = Files.createDirectories(root.resolve("lib/src"));
    assertEquals(root.toAbsolutePath(), Project.around(inside).root());
    assertThrows(IllegalArgumentException.class, () -> Project.around(root.getParent()));
  }

  @Test
  void namesChaptersByNumberNameOrFile() {
    Project project = new Project(root);
    assertEquals(List.of("03-a.ipynb", "07-b.ipynb"), names(project.chapters(List.of())));
    assertEquals(
        List.of("07-b.ipynb", "03-a.ipynb", "03-a.ipynb"),
        names(project.chapters(List.of("7", "03", "03-a.ipynb"))));
    var unknown =
        assertThrows(IllegalArgumentException.class, () -> project.chapters(List.of("04")));
    assertTrue(unknown.getMessage().contains("03-a, 07-b"), unknown.getMessage());
  }

  @Test
  void refusesWhatIsNoNotebook() throws IOException {
    Path file = root.resolve("notebooks/03-a.ipynb");
    for (String text : List.of("", "{}", "[1]", "{\"cells\": [{}]}", "no json")) {
      Files.writeString(file, text);
      var refused = assertThrows(IllegalArgumentException.class, () -> Notebook.read(file));
      assertTrue(refused.getMessage().contains("03-a.ipynb"), refused.getMessage());
    }
  }
}
