package demitasse.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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

  /** Prints what native code sees of the named variables, once the settings are made. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] names) {
      NativeSettings.forMxnet();
      NativeSettings.forPytorch();
      var getenv = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME).getFunction("getenv");
      for (String name : names) {
        System.out.println(name + "=" + getenv.invokeString(new Object[] {name}, false));
      }
    }
  }

  private static List<String> seen(Map<String, String> users) throws Exception {
    var names =
        List.of(
            "OMP_NUM_THREADS", "MXNET_USE_OPERATOR_TUNING", "MXNET_ENGINE_TYPE", "OMP_WAIT_POLICY");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Probe.class.getName()));
    command.addAll(names);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeAll(names);
    builder.environment().putAll(users);
    Process process = builder.start();
    List<String> lines = process.inputReader().lines().toList();
    assertEquals(0, process.waitFor(), lines.toString());
    return lines;
  }

  @Test
  void theEnginesSeeTheSettings() throws Exception {
    int cores = NativeSettings.cores();
    assertEquals(
        List.of(
            "OMP_NUM_THREADS=" + cores,
            "MXNET_USE_OPERATOR_TUNING=0",
            "MXNET_ENGINE_TYPE=NaiveEngine",
            "OMP_WAIT_POLICY=passive"),
        seen(Map.of()));
  }

  @Test
  void whatTheUserHasSetStays() throws Exception {
    assertEquals(
        List.of(
            "OMP_NUM_THREADS=7",
            "MXNET_USE_OPERATOR_TUNING=1",
            "MXNET_ENGINE_TYPE=ThreadedEngine",
            "OMP_WAIT_POLICY=active"),
        seen(
            Map.of(
                "OMP_NUM_THREADS", "7",
                "MXNET_USE_OPERATOR_TUNING", "1",
                "MXNET_ENGINE_TYPE", "ThreadedEngine",
                "OMP_WAIT_POLICY", "active")));
  }
}
