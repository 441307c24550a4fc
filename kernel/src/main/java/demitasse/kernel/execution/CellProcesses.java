package demitasse.kernel.execution;

import demitasse.kernel.base.Processes;
import demitasse.kernel.base.ShellThread;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Starts the child processes of cells, and of libraries, and knows them: no interrupt ends a wait
 * for what a child prints, but the child's end does.
 */
public final class CellProcesses {
  // Static and mutable, as in StopCheck: it is the code of cells that calls.
  private static final Map<Process, Started> ALIVE = new ConcurrentHashMap<>();
  private static final AtomicLong COUNT = new AtomicLong();

  private CellProcesses() {}

  /**
   * How a process was started.
   *
   * @param aside whether beside the main shell
   * @param number how many were started before it
   */
  private record Started(Thread by, boolean aside, long number) {}

  /** Stands in for {@link ProcessBuilder#start}. */
  public static Process start(ProcessBuilder builder) throws IOException {
    return known(builder.start());
  }

  /** Stands in for {@link ProcessBuilder#startPipeline}. */
  public static List<Process> startPipeline(List<ProcessBuilder> builders) throws IOException {
    List<Process> processes = ProcessBuilder.startPipeline(builders);
    processes.forEach(CellProcesses::known);
    return processes;
  }

  /** Stands in for the method of the same name. */
  public static Process exec(Runtime runtime, String command) throws IOException {
    return known(runtime.exec(command));
  }

  /** Stands in for the method of the same name. */
  public static Process exec(Runtime runtime, String command, String[] environment)
      throws IOException {
    return known(runtime.exec(command, environment));
  }

  /** Stands in for the method of the same name. */
  public static Process exec(Runtime runtime, String command, String[] environment, File folder)
      throws IOException {
    return known(runtime.exec(command, environment, folder));
  }

  /** Stands in for the method of the same name. */
  public static Process exec(Runtime runtime, String[] command) throws IOException {
    return known(runtime.exec(command));
  }

  /** Stands in for the method of the same name. */
  public static Process exec(Runtime runtime, String[] command, String[] environment)
      throws IOException {
    return known(runtime.exec(command, environment));
  }

  /** Stands in for the method of the same name. */
  public static Process exec(Runtime runtime, String[] command, String[] environment, File folder)
      throws IOException {
    return known(runtime.exec(command, environment, folder));
  }

  private static Process known(Process process) {
    ALIVE.keySet().removeIf(one -> !one.isAlive());
    ALIVE.put(
        process,
        new Started(Thread.currentThread(), ShellThread.isAside(), COUNT.getAndIncrement()));
    return process;
  }

  /** Tells whether a thread waits for the output of a process, or for a file or device. */
  static boolean isReading(Thread thread) {
    StackTraceElement[] stack = thread.getStackTrace();
    return stack.length > 0
        && stack[0].isNativeMethod()
        && stack[0].getClassName().equals("java.io.FileInputStream");
  }

  /** How many processes were started so far. */
  static long count() {
    return COUNT.get();
  }

  /**
   * Ends processes and their children; tells whether there were any.
   *
   * @param by the thread of the side shell that started them; null for those of the main shell
   * @param from the number of the first of them
   */
  static boolean end(Thread by, long from) {
    boolean found = false;
    for (Map.Entry<Process, Started> one : ALIVE.entrySet()) {
      Started started = one.getValue();
      boolean isMeant = by == null ? !started.aside() : started.by() == by;
      if (isMeant && started.number() >= from) {
        found |= one.getKey().isAlive();
        Processes.end(one.getKey());
        ALIVE.remove(one.getKey());
      }
    }
    return found;
  }
}
