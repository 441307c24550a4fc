package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KernelMemoryTest {
  private static final int MEBIBYTES = 100;

  private final List<Process> started = new ArrayList<>();

  /** A program that takes memory, says so, and waits for its end. */
  static final class Holder {
    private Holder() {}

    /** Runs it. */
    public static void main(String[] args) throws IOException {
      byte[] held = new byte[MEBIBYTES << 20];
      Arrays.fill(held, (byte) 1);
      System.out.write(held[0]);
      System.out.flush();
      System.in.read();
      System.out.write(held[1]);
    }
  }

  private void startHolder() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    started.add(process);
    assertEquals(1, process.getInputStream().read());
  }

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void severalProcessesCountTogetherAndThePeakStays() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/smaps_rollup")), "only Linux tells it");
    KernelMemory memory = new KernelMemory(ProcessHandle.current());
    startHolder();
    memory.look();
    long one = memory.peakMebibytes().orElseThrow();
    assertTrue(one >= MEBIBYTES && one < 2 * MEBIBYTES, one + " MiB");
    startHolder();
    memory.look();
    long two = memory.peakMebibytes().orElseThrow();
    assertTrue(two >= 2 * MEBIBYTES, two + " MiB");
    end();
    for (Process process : started) {
      process.waitFor();
    }
    memory.look();
    assertEquals(two, memory.peakMebibytes().orElseThrow());
  }
}
