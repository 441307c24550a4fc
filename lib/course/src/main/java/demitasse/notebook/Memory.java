package demitasse.notebook;

import demitasse.data.format.MappedImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What this process takes of the machine's memory, native memory included. */
final class Memory {
  private static final Path PROCESS = Path.of("/proc/self");

  private Memory() {}

  /**
   * Returns the most that was resident at any time so far, in MiB; empty where nothing tells it.
   *
   * <p>Images of data sets that are mapped into memory do not count: all kernels share these pages,
   * and the system reclaims them when it needs the room. The system reports only how many of them
   * are resident now, so the figure is too small by those that were added after the peak.
   */
  static OptionalLong peakMebibytes() {
    try {
      return Files.readAllLines(PROCESS.resolve("status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .map(peak -> peak - sharedMebibytes())
          .findFirst();
    } catch (IOException e) {
      // Only Linux has the file; elsewhere the figure is left out.
      return OptionalLong.empty();
    }
  }

  /** Returns how much of the mapped data sets is resident now, in MiB. */
  static long sharedMebibytes() {
    return MappedImages.residentBytes(PROCESS) >> 20;
  }
}
