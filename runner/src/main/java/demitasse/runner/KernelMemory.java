package demitasse.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Watches the memory of the Java kernel that a process starts somewhere below itself. */
final class KernelMemory {
  private final ProcessHandle parent;
  private long peak;

  KernelMemory(ProcessHandle parent) {
    this.parent = parent;
  }

  /** Looks now; to be called again and again, since a process takes its figures with it. */
  void look() {
    parent
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("java"))
        .forEach(process -> peak = Math.max(peak, peakOf(process.pid())));
  }

  /** Returns the highest figure seen; empty on systems that have no /proc. */
  OptionalLong peakMebibytes() {
    return peak == 0 ? OptionalLong.empty() : OptionalLong.of(peak);
  }

  private static long peakOf(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      // The process has just ended, or this system has no /proc.
      return 0;
    }
  }
}
