package demitasse.kernel.execution;

import demitasse.kernel.base.ShellThread;
import demitasse.kernel.base.Threads;
import demitasse.kernel.source.CellPlaces;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the threads that are in code of cells, platform threads and virtual ones. */
final class CellThreads {
  private static final VirtualThreads VIRTUAL = VirtualThreads.ofThisJava();

  private CellThreads() {}

  /** Returns the threads that are in code of a cell, or are virtual and wait for their turn. */
  static Set<Thread> inCells() {
    Set<Thread> found = platform(false);
    virtual().filter(thread -> isInCell(thread.getStackTrace(), true)).forEach(found::add);
    return found;
  }

  /** Returns the threads that are in code of a cell, or may be soon. */
  static Set<Thread> begun() {
    Set<Thread> found = platform(true);
    virtual().forEach(found::add);
    return found;
  }

  private static Set<Thread> platform(boolean orBegins) {
    Set<Thread> found = new HashSet<>();
    // Not by their groups: a cell can hold the lock of one.
    for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
      if (isUsers(entry.getKey()) && isInCell(entry.getValue(), orBegins)) {
        found.add(entry.getKey());
      }
    }
    return found;
  }

  /** Tells whether a thread is of the user's making; a shell's has what stops it. */
  private static boolean isUsers(Thread thread) {
    return !Threads.ours(thread) && !(thread instanceof ShellThread);
  }

  private static Stream<Thread> virtual() {
    return VIRTUAL == null ? Stream.empty() : VIRTUAL.all();
  }

  /**
   * Tells whether a stack has code of a cell in it.
   *
   * @param orBegins what to say of a thread that has no stack: it is about to begin
   */
  private static boolean isInCell(StackTraceElement[] stack, boolean orBegins) {
    for (StackTraceElement frame : stack) {
      if (CellPlaces.isOfCell(frame)) {
        return true;
      }
    }
    return orBegins && stack.length == 0;
  }
}
