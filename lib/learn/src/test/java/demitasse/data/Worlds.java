package demitasse.data;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import demitasse.data.download.Catalogue;
import demitasse.data.download.DataFolders;
import demitasse.data.download.Downloader;
import demitasse.data.download.Finder;
import demitasse.data.download.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Surroundings for the tests: made-up ones, and the real data where it is. */
public final class Worlds {
  private Worlds() {}

  /** A process in {@code folder}, which is no project, with these settings. */
  public static Surroundings in(Path folder, Map<String, String> settings) {
    return in(folder, settings, new ByteArrayOutputStream());
  }

  public static Surroundings in(
      Path folder, Map<String, String> settings, ByteArrayOutputStream printed) {
    var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new Surroundings(settings, folder, folder.resolve("home"), out);
  }

  public static Finder finder(Surroundings surroundings) {
    return new Finder(surroundings, Catalogue.bundled(), new Downloader());
  }

  /**
   * Prepares a process of its own, with our class path.
   *
   * @param options of its virtual machine
   * @param main has the method {@code main} that it runs
   */
  static ProcessBuilder process(List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /**
   * Returns the folder of a real data set; without it the test is skipped, or fails if {@code
   * DEMITASSE_REQUIRE_REAL} is true.
   */
  public static Path real(String set) {
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
