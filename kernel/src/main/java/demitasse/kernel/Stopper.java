package demitasse.kernel;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
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

  private final Object lock = new Object();
  private Thread cell; // null while no cell runs
  private boolean begun; // whether there has been a cell
  private boolean expected; // a cell was sent and has not begun
  private Set<Thread> before = Set.of();
  private boolean asked;
  private boolean timedOut;
  private Thread stopping;

  /** Says that a cell was sent: to stop is to stop it, although it has not begun. */
  void expect() {
    synchronized (lock) {
      expected = true;
      asked = false;
    }
  }

  /** Says that no cell is to begin. */
  void expectNone() {
    synchronized (lock) {
      expected = false;
    }
  }

  /** Says that a cell begins on this thread. */
  void begin() {
    // Before the first cell no thread is in one: looking for them is left out of its time. One
    // without a stack has been started and is about to be.
    Set<Thread> busy = begun ? threads(stack -> stack.length == 0 || inCell(stack)) : Set.of();
    synchronized (lock) {
      begun = true;
      cell = Thread.currentThread();
      before = busy;
      asked &= expected;
      expected = false;
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
      asked = cell != null || expected;
      if (stopping == null || !stopping.isAlive()) {
        stopping = Threads.start("demitasse-stop", this::run);
      }
    }
  }

  private void run() {
    long begun = System.nanoTime();
    long until = begun + PATIENCE_NANOS;
    boolean said = false;
    while (true) {
      Set<Thread> targets = threads(Stopper::inCell);
      boolean running;
      boolean waiting;
      synchronized (lock) {
        running = cell != null && asked;
        if (running) {
          targets.removeAll(before);
          targets.add(cell);
        } else if (cell != null) {
          targets.retainAll(before); // asked while no cell ran: the one that has begun is not meant
          targets.remove(cell);
        } else if (asked) {
          targets.removeAll(before);
        }
        waiting = expected && asked;
      }
      if (waiting) {
        targets.clear(); // what is meant has not begun
      }
      StopCheck.stop(targets);
      if (targets.isEmpty() && !waiting) {
        return;
      }
      long now = System.nanoTime();
      if (!said && now - begun > PATIENCE_NANOS) {
        targets.forEach(Stopper::sayThatItGoesOn);
        said = true;
      }
      if (running || waiting) {
        until = now + PATIENCE_NANOS;
      } else if (now > until) {
        return; // they stay marked, and end when they next come by a check
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

  /** Tells the user why a thread has not stopped: which method it is that the cell waits for. */
  private static void sayThatItGoesOn(Thread thread) {
    StackTraceElement called = null;
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getModuleName() == null && !CellPlaces.isOfCell(frame)) {
        called = frame; // a library's, with what it has called of the JDK's above it
        break;
      }
      if (CellPlaces.isOfCell(frame)) {
        break;
      }
      called = frame;
    }
    if (called != null) {
      System.err.println(
          "Note: asked to stop, but "
              + called.getClassName()
              + "."
              + called.getMethodName()
              + "() does not listen. The cell stops when that returns; to end it now, restart.");
      System.err.flush();
    }
  }

  /** The threads, other than the kernel's own, whose stack is as wanted. */
  private static Set<Thread> threads(Predicate<StackTraceElement[]> wanted) {
    Set<Thread> found = new HashSet<>();
    ThreadGroup all = Thread.currentThread().getThreadGroup();
    while (all.getParent() != null) {
      all = all.getParent();
    }
    Thread[] threads = new Thread[all.activeCount() + 16];
    int n = all.enumerate(threads);
    for (int i = 0; i < n; i++) {
      if (!Threads.ours(threads[i]) && wanted.test(threads[i].getStackTrace())) {
        found.add(threads[i]);
      }
    }
    return found;
  }

  private static boolean inCell(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (CellPlaces.isOfCell(frame)) {
        return true;
      }
    }
    return false;
  }
}
