package demitasse.data;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Surroundings for the tests: made-up ones, and the real data where it is. */
final class Worlds {
  private Worlds() {}

  /** A process in {@code folder}, which is no project, with these settings. */
  static Surroundings in(Path folder, Map<String, String> settings) {
    return in(folder, settings, new ByteArrayOutputStream());
  }

  static Surroundings in(Path folder, Map<String, String> settings, ByteArrayOutputStream printed) {
    var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new Surroundings(settings, folder, folder.resolve("home"), out);
  }

  static Finder finder(Surroundings surroundings) {
    return new Finder(surroundings, Catalogue.bundled(), new Downloader());
  }

  /**
   * Returns the folder of a real data set; without it the test is skipped, or fails if {@code
   * DEMITASSE_REQUIRE_REAL} is true.
   */
  static Path real(String set) {
    Path folder =
        DataFolders.given(Surroundings.ofThisProcess()).map(data -> data.resolve(set)).orElse(null);
    boolean there = folder != null && Files.isDirectory(folder);
    String message = "DEMITASSE_DATA names no folder with the real " + set;
    if (Boolean.parseBoolean(System.getenv(Surroundings.REQUIRE_REAL))) {
      assertTrue(there, message);
    }
    assumeTrue(there, message);
    return folder;
  }
}
