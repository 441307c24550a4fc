package demitasse.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NativeSettingsTest {
  @TempDir Path folder;

  private void processor(int number, String siblings) throws IOException {
    Path topology = Files.createDirectories(folder.resolve("cpu" + number).resolve("topology"));
    Files.writeString(topology.resolve("thread_siblings_list"), siblings);
  }

  @Test
  void countsCoresAndNotTheirThreads() throws IOException {
    Files.createDirectories(folder.resolve("cpufreq"));
    processor(0, "0,2");
    processor(1, "1,3");
    processor(2, "0,2");
    processor(3, "1,3");
    assertEquals(2, NativeSettings.cores(folder, 4));
    assertEquals(1, NativeSettings.cores(folder, 1), "no more than the process may use");
  }

  @Test
  void countsEachProcessorThatIsACore() throws IOException {
    processor(0, "0");
    processor(1, "1");
    assertEquals(2, NativeSettings.cores(folder, 2));
  }

  @Test
  void takesTwoProcessorsForACoreWhereNothingIsKnown() {
    assertEquals(4, NativeSettings.cores(folder.resolve("absent"), 8));
    assertEquals(1, NativeSettings.cores(folder, 1));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theEnginesSeeTheSettingAndTheUsersOwnStays() {
    NativeSettings.forMxnet();
    String seen =
        NativeLibrary.getInstance(Platform.C_LIBRARY_NAME)
            .getFunction("getenv")
            .invokeString(new Object[] {"OMP_NUM_THREADS"}, false);
    String users = System.getenv("OMP_NUM_THREADS");
    assertTrue(users == null ? Integer.parseInt(seen) >= 1 : users.equals(seen), seen);
  }
}
