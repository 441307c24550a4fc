package demitasse.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MemoryTest {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  @Test
  void aProcessThatRunsTakesMemoryAndOneThatHasEndedNone() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/smaps_rollup")), "only Linux tells it");
    ProcessHandle self = ProcessHandle.current();
    Process ended = new ProcessBuilder(JAVA.toString(), "--version").start();
    ended.waitFor();
    assertEquals(OptionalLong.empty(), Memory.mebibytes(List.of(ended.toHandle())));
    long alone = Memory.mebibytes(List.of(self, ended.toHandle())).orElseThrow();
    // No more than its peak, but for what other threads have taken meanwhile.
    assertTrue(alone > 20 && alone <= Memory.peakMebibytes().orElseThrow() + 50, alone + " MiB");
  }
}
