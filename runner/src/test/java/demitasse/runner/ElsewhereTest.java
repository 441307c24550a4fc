package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElsewhereTest {
  @TempDir Path root;

  /** A copy of the project that was cloned from an address. */
  private Project clonedFrom(String origin) throws Exception {
    Files.createDirectories(root.resolve("binder"));
    Files.copy(
        Project.around(Path.of("")).root().resolve("binder").resolve("link"),
        root.resolve("binder").resolve("link"));
    git("init", "--quiet");
    git("remote", "add", "origin", origin);
    return new Project(root);
  }

  private void git(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    assertEquals(0, Programs.run(root, Map.of(), command));
  }

  @Test
  void opensAChapterInBinderAndACodespace() throws Exception {
    Map<String, String> places =
        Elsewhere.of(clonedFrom("git@github.com:someone/course.git")).places("03-a");
    assertEquals(
        Map.of(
            "Binder",
            "https://mybinder.org/v2/gh/someone/course/HEAD?urlpath=lab/tree/work/03-a.ipynb",
            "a Codespace",
            "https://codespaces.new/someone/course"),
        places);
  }

  @Test
  void hasNoCodespaceElsewhere() throws Exception {
    Map<String, String> places =
        Elsewhere.of(clonedFrom("https://gitlab.com/someone/course")).places("03-a");
    assertEquals(Set.of("Binder"), places.keySet());
  }

  @Test
  void offersNothingThatOnlyThisMachineReaches() throws Exception {
    assertEquals(Map.of(), Elsewhere.of(clonedFrom("/home/someone/course")).places("03-a"));
  }
}
