package demitasse.runner;

import demitasse.data.format.MappedImages;
import demitasse.notebook.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Watches the memory of the Java kernel that a process starts somewhere below itself: its resident
 * memory without the mapped images of data sets, which all kernels share and the system takes back
 * when it needs the room. If the kernel starts Java processes itself, such as those of a Spark
 * cluster, their memory counts too.
 */
final class KernelMemory {
  /**
   * All processes are measured again only after a growth of this many KiB: it takes tens of
   * milliseconds.
   */
  private static final long STEP = 8 << 10;

  private final ProcessHandle parent;
  private final Map<Long, Long> resident = new HashMap<>();
  private long residentTogether;
  private long peak;

  KernelMemory(ProcessHandle parent) {
    this.parent = parent;
  }

  /** Looks now; to be called again and again, since a process takes its figures with it. */
  void look() {
    List<ProcessHandle> processes =
        parent
            .descendants()
            .filter(process -> process.info().command().orElse("").endsWith("java"))
            .toList();
    if (processes.size() > 1) {
      lookTogether(processes);
    } else {
      processes.forEach(process -> look(process.pid()));
    }
  }

  private void look(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    long kilobytes = status(process, "VmHWM:");
    // Asking what is mapped takes milliseconds, so it is asked only at a new peak.
    if (kilobytes > resident.getOrDefault(pid, 0L)) {
      resident.put(pid, kilobytes);
      peak = Math.max(peak, kilobytes - MappedImages.residentBytes(process) / 1024);
    }
  }

  /** The system keeps the peak of each process, but not of several. */
  private void lookTogether(List<ProcessHandle> processes) {
    long kilobytes =
        processes.stream()
            .mapToLong(each -> status(Path.of("/proc", Long.toString(each.pid())), "VmRSS:"))
            .sum();
    if (kilobytes > residentTogether + STEP) {
      residentTogether = kilobytes;
      peak = Math.max(peak, Memory.mebibytes(processes).orElse(0) * 1024);
    }
  }

  /** Returns the highest figure seen; empty on systems that have no /proc. */
  OptionalLong peakMebibytes() {
    return peak == 0 ? OptionalLong.empty() : OptionalLong.of(peak / 1024);
  }

  /** Returns a number of a process's status in KiB; 0 if there is none. */
  static long status(Path process, String field) {
    try {
      return Files.readAllLines(process.resolve("status")).stream()
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      // The process has just ended, or this system has no /proc.
      return 0;
    }
  }
}
