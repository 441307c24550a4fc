package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A copy of the project that was cloned from some address. It holds only {@code binder/link}. */
final class ClonedCopy {
  private ClonedCopy() {}

  /**
   * Makes it, or gives it another origin. A test that needs it is left out where git is missing, as
   * in a bare container.
   */
  static void make(Path folder, String origin) throws IOException, InterruptedException {
    assumeTrue(hasGit(), "git is not installed");
    Path script = folder.resolve("binder").resolve("link");
    if (Files.notExists(script)) {
      Files.createDirectories(script.getParent());
      Files.copy(Project.around(Path.of("")).root().resolve("binder/link"), script);
      git(folder, "init", "--quiet");
    }
    git(folder, "config", "remote.origin.url", origin);
  }

  static boolean hasGit() throws InterruptedException {
    return Programs.succeeds(List.of("git", "--version"));
  }

  private static void git(Path folder, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    assertEquals(0, Programs.run(folder, Map.of(), command));
  }
}
