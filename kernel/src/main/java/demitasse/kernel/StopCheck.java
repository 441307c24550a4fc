package demitasse.kernel;

import java.util.Set;

/**
 * What the code of a cell calls at every backward jump and on entry to every method, put there by
 * {@link CellCode}: nothing, until the user stops the cell.
 */
public final class StopCheck {
  // Static and mutable, against the rule of the house: the call stands in loops of the user, and a
  // static volatile read is the one form of it that costs a load and a branch.
  private static volatile boolean stopping;
  private static volatile Set<Thread> targets = Set.of();
  private static volatile Set<Thread> abandoned = Set.of();

  private StopCheck() {}

  /**
   * Returns unless this thread is to stop.
   *
   * @throws CellStopped if it is
   */
  public static void check() {
    if (stopping) {
      stopIfTarget();
    }
  }

  private static void stopIfTarget() {
    Thread thread = Thread.currentThread();
    if (targets.contains(thread) || abandoned.contains(thread)) {
      throw new CellStopped();
    }
  }

  /** Stands in for {@link System#exit} in the code of cells. */
  public static void exit(int status) {
    throw new CellExit(status);
  }

  /** Stands in for {@link Runtime#exit} and {@link Runtime#halt} in the code of cells. */
  public static void exit(Runtime runtime, int status) {
    throw new CellExit(status);
  }

  /** Says which threads are to stop; none: checks cost nothing again. */
  static void stop(Set<Thread> threads) {
    synchronized (StopCheck.class) {
      targets = Set.copyOf(threads);
      stopping = !targets.isEmpty() || !abandoned.isEmpty();
    }
  }

  /** Has a thread stop that runs code of a cell on behalf of the kernel, and of no cell. */
  static synchronized void abandon(Thread thread) {
    if (thread.isAlive()) {
      abandoned = Set.of(thread);
      stopping = true;
    }
  }

  /** Says that such a thread ends. */
  static synchronized void forget(Thread thread) {
    if (abandoned.contains(thread)) {
      abandoned = Set.of();
      stopping = !targets.isEmpty();
    }
  }
}
