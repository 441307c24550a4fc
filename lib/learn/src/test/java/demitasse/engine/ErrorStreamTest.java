package demitasse.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorStreamTest {
  /** Writes to the error stream before, during and after; then starts the engine. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] arguments) {
      System.err.println("before");
      try {
        ErrorStream.silencedWhile(
            () -> {
              System.err.println("during");
              throw new IllegalStateException("after an exception");
            });
      } catch (IllegalStateException e) {
        System.err.println(e.getMessage());
      }
      try (NDManager manager = Engines.current().newBaseManager()) {
        manager.create(1f);
      }
    }
  }

  @Test
  void showsNothingMeanwhileAndEverythingAfterwards() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Probe.class.getName())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> lines = process.errorReader().lines().toList();
    assertEquals(0, process.waitFor());
    assertEquals(
        List.of("before", "after an exception"),
        lines.stream().filter(line -> !line.startsWith("SLF4J")).toList());
  }
}
