package demitasse.kernel;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Stops what a cell does, on whatever threads.
 *
 * <p>The threads to stop are the one that runs the cell and every other one that is in code of a
 * cell now and was not when this cell began: the workers of a parallel stream, of an executor,
 * threads the cell has started. What earlier cells have set going goes on. Interrupted while no
 * cell runs, the session stops all of it.
 */
final class Stopper {
  private static final long LOOK_MILLIS = 25;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final String CELL_CLASS = "REPL.";

  private final Object lock = new Object();
  private Thread cell; // null while no cell runs
  private Set<Thread> before = Set.of();
  private boolean asked;
  private boolean timedOut;
  private Thread stopping;

  /** Says that a cell begins on this thread. */
  void begin() {
    Set<Thread> busy = busy();
    synchronized (lock) {
      cell = Thread.currentThread();
      before = busy;
      asked = false;
      timedOut = false;
    }
  }

  /** Tells whether the user has asked to stop the cell that runs. */
  boolean asked() {
    synchronized (lock) {
      return asked;
    }
  }

  /** Tells whether the cell was stopped because its time was over. */
  boolean timedOut() {
    synchronized (lock) {
      return timedOut;
    }
  }

  /**
   * Does {@code work} and stops it if it takes longer.
   *
   * @param limit zero for none
   */
  <T> T within(Duration limit, Supplier<T> work) {
    if (limit.isZero()) {
      return work.get();
    }
    Thread clock =
        Threads.start(
            "demitasse-timeout",
            () -> {
              try {
                Thread.sleep(limit.toMillis());
                timeOut();
              } catch (InterruptedException e) {
                // done in time
              }
            });
    try {
      return work.get();
    } finally {
      clock.interrupt();
    }
  }

  private void timeOut() {
    synchronized (lock) {
      timedOut = cell != null;
    }
    stop();
  }

  /** Says that the code of the cell has ended on its own thread, and ends it on the others. */
  void end() {
    Thread waitFor;
    synchronized (lock) {
      cell = null;
      waitFor = stopping;
    }
    try {
      while (waitFor != null && waitFor.isAlive()) {
        try {
          waitFor.join();
        } catch (InterruptedException e) {
          // A last interrupt meant for the code that has just ended.
        }
      }
    } finally {
      Thread.interrupted();
    }
  }

  /** Stops the cell that runs; where none does, whatever earlier cells have left running. */
  void stop() {
    synchronized (lock) {
      asked = cell != null;
      if (stopping == null || !stopping.isAlive()) {
        stopping = Threads.start("demitasse-stop", this::run);
      }
    }
  }

  private void run() {
    long patience = 0;
    while (true) {
      Set<Thread> targets = busy();
      synchronized (lock) {
        if (cell != null && !asked) {
          targets.retainAll(before); // asked while no cell ran: the one that has begun is not meant
          targets.remove(cell);
        } else if (cell != null) {
          targets.removeAll(before);
          targets.add(cell);
          patience = System.nanoTime() + PATIENCE_NANOS;
        } else {
          if (asked) {
            targets.removeAll(before);
          }
        }
        if (patience == 0) {
          patience = System.nanoTime() + PATIENCE_NANOS;
        }
      }
      // What does not end in time stays marked, and ends when it next comes by a check.
      StopCheck.stop(targets);
      if (targets.isEmpty() || System.nanoTime() > patience) {
        return;
      }
      // Again and again: code that catches the interrupt and goes on is interrupted anew.
      targets.forEach(Thread::interrupt);
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** The threads, other than the one of the cell, that are in code of a cell. */
  private Set<Thread> busy() {
    Set<Thread> busy = new HashSet<>();
    ThreadGroup all = Thread.currentThread().getThreadGroup();
    while (all.getParent() != null) {
      all = all.getParent();
    }
    Thread[] threads = new Thread[all.activeCount() + 16];
    int n = all.enumerate(threads);
    for (int i = 0; i < n; i++) {
      if (!Threads.ours(threads[i]) && inCell(threads[i])) {
        busy.add(threads[i]);
      }
    }
    return busy;
  }

  private static boolean inCell(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getClassName().startsWith(CELL_CLASS)) {
        return true;
      }
    }
    return false;
  }
}
