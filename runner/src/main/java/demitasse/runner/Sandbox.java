package demitasse.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a program that may do anything, within limits of time, memory, processes and files, and ends
 * all that it has started.
 *
 * <p>Where bubblewrap works (Linux, {@code bwrap}), the program can write to its own folder only,
 * has no network and no terminal, does not see what is hidden from it, and takes its processes with
 * it when it ends. Elsewhere it has the rights of the user: its processes are found by a mark in
 * their environment and ended.
 */
final class Sandbox {
  private static final String MARK = "DEMITASSE_SANDBOX";
  private static final long MILLIS_BETWEEN_LOOKS = 200;

  /** Processes that a program may have at a time. */
  static final int MOST_PROCESSES = 200;

  /** What a program may have in its folder: endless writing must not fill the disk. */
  static final long MOST_MEGABYTES = 2000;

  /** What a file counts at least, in bytes: many empty ones fill a disk, too. */
  private static final long SMALLEST_FILE = 4096;

  /** How a program came to its end. */
  enum End {
    BY_ITSELF,
    OUT_OF_TIME,
    OUT_OF_MEMORY,
    TOO_MANY_PROCESSES,
    TOO_MUCH_WRITTEN
  }

  /**
   * What a run was like.
   *
   * @param peakMebibytes the most that the program and its processes had resident together; 0 where
   *     the system does not tell
   */
  record Run(End end, int status, Duration time, long peakMebibytes) {}

  private final boolean bubblewrap;
  private final Duration time;
  private final int mebibytes;
  private final SandboxView view;

  /**
   * @param time for a program; what takes longer is ended
   * @param mebibytes that a program and its processes may have resident together
   * @param view what bubblewrap lets it see
   */
  Sandbox(boolean bubblewrap, Duration time, int mebibytes, SandboxView view) {
    this.bubblewrap = bubblewrap;
    this.time = time;
    this.mebibytes = mebibytes;
    this.view = view;
  }

  /** Tells whether bubblewrap is installed and may do its work here. */
  static boolean hasBubblewrap() throws InterruptedException {
    List<String> command = new ArrayList<>(base());
    command.add("true");
    return Programs.succeeds(command);
  }

  private static List<String> base() {
    return List.of(
        "bwrap",
        "--die-with-parent",
        "--unshare-pid",
        "--unshare-net",
        "--unshare-ipc",
        "--new-session", // otherwise it could type into the user's terminal
        "--ro-bind",
        "/",
        "/",
        "--dev",
        "/dev",
        "--proc",
        "/proc");
  }

  private List<String> wrapped(Path folder, List<String> command) {
    if (!bubblewrap) {
      return command;
    }
    List<String> wrapped = new ArrayList<>(base());
    wrapped.addAll(view.options(folder));
    wrapped.addAll(List.of("--chdir", folder.toString()));
    wrapped.addAll(command);
    return wrapped;
  }

  /**
   * Runs a program to its end, or until it reaches a limit.
   *
   * @param folder where it works and may write; the folder around it is hidden from it
   * @param input what it reads
   * @param log gets what it prints
   */
  Run run(Path folder, Path input, Path log, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    String mark = UUID.randomUUID().toString();
    ProcessBuilder builder =
        new ProcessBuilder(wrapped(folder, command))
            .directory(folder.toFile())
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    builder.environment().put(MARK, mark);
    long start = System.nanoTime();
    Process process = builder.start();
    Thread ending = new Thread(() -> end(process, mark));
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      long peak = 0;
      End end = End.BY_ITSELF;
      while (end == End.BY_ITSELF
          && !process.waitFor(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS)) {
        List<ProcessHandle> processes =
            Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
        long resident = residentMebibytes(processes);
        peak = Math.max(peak, resident);
        end = reached(folder, processes.size(), resident, System.nanoTime() - start);
      }
      end(process, mark);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      return new Run(end, process.waitFor(), took, peak);
    } finally {
      Programs.forget(ending);
      end(process, mark);
    }
  }

  private End reached(Path folder, int processes, long resident, long nanos) throws IOException {
    if (processes > MOST_PROCESSES) {
      return End.TOO_MANY_PROCESSES;
    }
    if (resident > mebibytes) {
      return End.OUT_OF_MEMORY;
    }
    if (nanos > time.toNanos()) {
      return End.OUT_OF_TIME;
    }
    return megabytes(folder) > MOST_MEGABYTES ? End.TOO_MUCH_WRITTEN : End.BY_ITSELF;
  }

  /** Returns the size of the files in a folder in which somebody writes meanwhile. */
  private static long megabytes(Path folder) throws IOException {
    long[] bytes = new long[1];
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes[0] += Math.max(SMALLEST_FILE, attributes.size());
            return bytes[0] / 1_000_000 > MOST_MEGABYTES
                ? FileVisitResult.TERMINATE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException problem) {
            return FileVisitResult.CONTINUE; // gone meanwhile, or made unreadable
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, IOException problem) {
            return FileVisitResult.CONTINUE;
          }
        });
    return bytes[0] / 1_000_000;
  }

  private static void end(Process process, String mark) {
    // Itself first: in bubblewrap all others end with it, however fast they multiply.
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    // A process whose parent has ended is nobody's descendant. It may start another meanwhile.
    for (int round = 0; round < 10; round++) {
      List<ProcessHandle> strays = strays(mark);
      if (strays.isEmpty()) {
        return;
      }
      strays.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static List<ProcessHandle> strays(String mark) {
    return ProcessHandle.allProcesses().filter(each -> carries(each.pid(), mark)).toList();
  }

  private static boolean carries(long pid, String mark) {
    try {
      Path environment = Path.of("/proc", Long.toString(pid), "environ");
      // In bytes, as they are not always text.
      String text = new String(Files.readAllBytes(environment), StandardCharsets.ISO_8859_1);
      return text.contains(MARK + "=" + mark) && !isZombie(pid);
    } catch (IOException e) {
      // Another user's, ended meanwhile, or a system without /proc.
      return false;
    }
  }

  private static boolean isZombie(long pid) {
    return status(pid, "State:").contains("Z");
  }

  private static long residentMebibytes(List<ProcessHandle> processes) {
    return processes.stream()
        .map(each -> Path.of("/proc", Long.toString(each.pid())))
        .mapToLong(each -> KernelMemory.status(each, "VmRSS:") / 1024)
        .sum();
  }

  private static String status(long pid, String line) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines.filter(each -> each.startsWith(line)).findFirst().orElse("");
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }
}
