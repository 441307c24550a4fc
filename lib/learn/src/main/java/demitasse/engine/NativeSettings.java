package demitasse.engine;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the engines' native libraries read from the environment while they are loaded, and how the
 * memory of their arrays is handled. It is set here and not in a launcher, so that it holds under
 * every kernel and in every program; what the user has set stays.
 *
 * <p>The reasons and what each setting gains stand in bench/README.md.
 */
final class NativeSettings {
  private static final Path PROCESSORS = Path.of("/sys/devices/system/cpu");
  private static final int KEEP = 0;

  private NativeSettings() {}

  /** To be called before MXNet is loaded; later it has no effect. */
  static void forMxnet() {
    // It would take half of the processors, whether or not they share cores.
    setThreads();
    // Else it guesses from a trial at its start which operations are worth two threads, and too
    // few.
    setIfUnset("MXNET_USE_OPERATOR_TUNING", "0");
    // The thread that asks for an operation carries it out. MXNet's own thread would be the third
    // that wants one of two cores, and the operations of a step hardly ever can overlap.
    setIfUnset("MXNET_ENGINE_TYPE", "NaiveEngine");
    FreedMemory.keep();
  }

  /** To be called before PyTorch is loaded; later it has no effect. */
  static void forPytorch() {
    setThreads();
    // Threads that spin while they wait make it ten times slower as soon as anything else runs.
    setIfUnset("OMP_WAIT_POLICY", "passive");
    FreedMemory.keep();
  }

  private static void setThreads() {
    setIfUnset("OMP_NUM_THREADS", Integer.toString(cores()));
  }

  /** Returns the number of this machine's cores that this process may use. */
  static int cores() {
    return cores(PROCESSORS, Runtime.getRuntime().availableProcessors());
  }

  private static void setIfUnset(String name, String value) {
    if (Platform.isWindows()) {
      return; // its environment has other doors, and the engines' own choice does
    }
    NativeLibrary.getInstance(Platform.C_LIBRARY_NAME)
        .getFunction("setenv")
        .invokeInt(new Object[] {name, value, KEEP});
  }

  /**
   * Returns the number of cores that this process may use: processors that share one
   * (hyper-threads) would only get into each other's way.
   *
   * @param folder Linux' description of the processors; elsewhere it is not there, and two
   *     processors are taken to share a core
   * @param available how many processors the process may use
   */
  static int cores(Path folder, int available) {
    int distinct = (available + 1) / 2;
    if (Files.isDirectory(folder)) {
      try (Stream<Path> processors = Files.list(folder)) {
        int found =
            (int)
                processors
                    .map(processor -> processor.resolve("topology/thread_siblings_list"))
                    .filter(Files::isReadable)
                    .map(NativeSettings::read)
                    .distinct()
                    .count();
        distinct = found > 0 ? found : distinct;
      } catch (IOException | UncheckedIOException e) {
        // Not described after all: the guess above holds.
      }
    }
    return Math.min(distinct, available);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
