package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElsewhereTest {
  @TempDir Path root;

  private Project clonedFrom(String origin) throws Exception {
    ClonedCopy.make(root, origin);
    return new Project(root);
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
