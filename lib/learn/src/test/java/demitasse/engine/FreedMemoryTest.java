package demitasse.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class FreedMemoryTest {
  /** Two blocks fit into one of the regions of 64 MiB that glibc has for a thread. */
  private static final int BLOCKS = 4;

  private static final int BLOCK = 24;
  private static final int ALL = BLOCKS * BLOCK;

  /** Takes memory, frees it and gives it back; prints what the process holds after each, in MiB. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] arguments) throws IOException {
      NativeSettings.forMxnet();
      resident(); // what it takes to ask
      long before = resident();
      long[] blocks = new long[BLOCKS];
      for (int b = 0; b < BLOCKS; b++) {
        blocks[b] = Native.malloc(BLOCK << 20);
        new Pointer(blocks[b]).setMemory(0, BLOCK << 20, (byte) 1);
      }
      long taken = resident() - before;
      Arrays.stream(blocks).forEach(Native::free);
      long kept = resident() - before;
      FreedMemory.giveBack();
      System.out.printf("%d %d %d%n", taken, kept, resident() - before);
    }

    private static long resident() throws IOException {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("RssAnon:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
          .findFirst()
          .orElseThrow();
    }
  }

  private static int[] probe(Map<String, String> users) throws Exception {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+AlwaysPreTouch",
                "-Xms32m",
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                Probe.class.getName())
            .redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("MALLOC_") || name.equals("GLIBC_TUNABLES"));
    builder.environment().putAll(users);
    Process process = builder.start();
    List<String> lines = process.inputReader().lines().toList();
    assertEquals(0, process.waitFor(), lines.toString());
    return Arrays.stream(lines.get(lines.size() - 1).split(" "))
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  @Test
  void isKeptUntilItIsGivenBack() throws Exception {
    int[] held = probe(Map.of());
    assertTrue(held[0] >= ALL - 2, "taken: " + held[0]);
    assertTrue(held[1] >= ALL - 2, "kept: " + held[1]);
    assertTrue(held[2] <= BLOCK / 2, "given back: " + held[2]);
  }

  @Test
  void theUsersOwnSettingStays() throws Exception {
    int[] held = probe(Map.of("MALLOC_MMAP_THRESHOLD_", "1000000"));
    assertTrue(held[0] >= ALL - 2, "taken: " + held[0]);
    assertTrue(held[1] <= BLOCK / 2, "kept: " + held[1]);
  }
}
