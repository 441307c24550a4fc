package demitasse.notebook;

import demitasse.data.format.MappedImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.OptionalLong;

/** What processes take of the machine's memory, native memory included. */
public final class Memory {
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

  /**
   * Returns how much memory some processes take together now, in MiB; empty where nothing tells it.
   * What several share, such as the code of a library, counts once, and images of data sets not at
   * all: see {@link #peakMebibytes}.
   *
   * @param processes those that have ended do not count
   */
  public static OptionalLong mebibytes(Collection<ProcessHandle> processes) {
    long kibibytes = 0;
    long images = 0;
    for (ProcessHandle each : processes) {
      Path process = Path.of("/proc", Long.toString(each.pid()));
      kibibytes += proportional(process);
      images = Math.max(images, MappedImages.residentBytes(process) >> 10);
    }
    return kibibytes == 0 ? OptionalLong.empty() : OptionalLong.of((kibibytes - images) >> 10);
  }

  /** The resident memory, of which a page that n processes share counts as an n-th, in KiB. */
  private static long proportional(Path process) {
    try {
      return Files.readAllLines(process.resolve("smaps_rollup")).stream()
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }
}
