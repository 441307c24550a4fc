package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void makesFoldersAndReplaces() throws IOException {
    Path file = folder.resolve("a/b.txt");
    WholeFile.write(file, "first, and longer");
    WholeFile.write(file, "second");
    assertEquals("second", Files.readString(file));
    assertEquals(List.of("a"), names());
  }

  /** What is written goes to a device on which there is never room. */
  @Test
  void aFullDiskKeepsTheOldFileAndNothingElse() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "only Linux has such a device");
    Path file = folder.resolve("a.txt");
    WholeFile.write(file, "old");
    Path draft = Files.createSymbolicLink(folder.resolve(".a.txt.new"), full);
    IOException problem = assertThrows(IOException.class, () -> WholeFile.write(file, "new"));
    assertTrue(problem.getMessage().contains("No space left"), problem.getMessage());
    assertEquals("old", Files.readString(file));
    assertTrue(Files.notExists(draft, LinkOption.NOFOLLOW_LINKS));
  }
}
