package demitasse.kernel.execution;

import demitasse.kernel.base.ShellThread;
import demitasse.kernel.base.Threads;
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
 * cell runs, the session stops all of it. The same holds for child processes.
 */
public final class Stopper {
  private static final long LOOK_MILLIS = 25;
  private static final long PROCESSES_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int NOTES = 4;

  private final Object lock = new Object();
  private final StopActions actions;
  private Thread cell; // null while no cell runs
  private boolean begun; // whether there has been a cell
  private boolean expected; // a cell was sent and has not begun
  private boolean expectedAsked; // that cell is to stop when it begins
  private boolean asked; // what runs is to stop; if nothing does, what the last one left
  private Set<Thread> before = Set.of();
  private boolean alone; // only its own thread is to stop
  private boolean timedOut;
  private StopRequest request; // to the thread of the cell; null while nobody has asked
  private boolean askedAgain; // the user has asked a second time while this cell was to stop
  private Thread stopping;
  private Thread side; // the thread whose processes are the cell's; null for the main shell's
  private long processesBefore; // how many were started before this cell
  private boolean hasCutOff; // processes that the cell was reading from were ended

  Stopper(StopActions actions) {
    this.actions = actions;
  }

  /** Says that a cell was sent: to stop is to stop it, although it has not begun. */
  public void expect() {
    synchronized (lock) {
      expected = true;
      expectedAsked = false;
    }
  }

  /** Says that no cell is to begin. */
  public void expectNone() {
    synchronized (lock) {
      expected = false;
      expectedAsked = false;
    }
  }

  /** Says that the cell that was sent begins on this thread. */
  public void beginExpected() {
    begin(true, false);
  }

  /** Says that code begins on this thread that no cell was sent for. */
  public void begin() {
    begin(false, false);
  }

  /**
   * Says that a handler begins on this thread. A slider may call for two hundred a second: no time
   * is spent on finding out which threads are not its own, and to stop it is to stop this thread.
   */
  public void beginAlone() {
    begin(false, true);
  }

  private void begin(boolean isExpected, boolean isAlone) {
    StopCheck.full(false);
    // Before the first cell no thread is in one: looking for them is left out of its time.
    Set<Thread> busy = begun && !isAlone ? CellThreads.begun() : Set.of();
    synchronized (lock) {
      begun = true;
      alone = isAlone;
      cell = Thread.currentThread();
      before = busy;
      side = ShellThread.isAside() ? cell : null;
      processesBefore = CellProcesses.count();
      hasCutOff = false;
      asked = isExpected && expectedAsked;
      request = asked ? new StopRequest(cell) : null;
      askedAgain = false;
      timedOut = false;
      if (isExpected) {
        expected = false;
        expectedAsked = false;
      }
    }
  }

  /** Tells whether the user has asked to stop the cell that runs. */
  public boolean asked() {
    synchronized (lock) {
      return asked;
    }
  }

  /**
   * Tells whether processes that the cell was reading from were ended: what its code then throws is
   * a result of that.
   */
  public boolean hasCutOff() {
    synchronized (lock) {
      return hasCutOff;
    }
  }

  /** Tells whether the user has asked to stop the cell that runs, on this thread. */
  public boolean isAsked(Thread thread) {
    synchronized (lock) {
      return asked && cell == thread;
    }
  }

  /** Tells whether the cell was stopped because its time was over. */
  public boolean timedOut() {
    synchronized (lock) {
      return timedOut;
    }
  }

  /**
   * Does {@code work} and stops it if it takes longer.
   *
   * @param limit zero for none
   */
  public <T> T within(Duration limit, Supplier<T> work) {
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
      Threads.end(clock);
    }
  }

  private void timeOut() {
    synchronized (lock) {
      timedOut = cell != null;
    }
    stop();
  }

  /**
   * Says that code of the cell has ended well, on its own thread. If it has taken the interrupt,
   * the user's wish is fulfilled and the cell goes on.
   */
  public void codeEnded() {
    Thread waitFor;
    synchronized (lock) {
      if (!asked || timedOut || request == null || !request.isTaken()) {
        return;
      }
      asked = false;
      waitFor = stopping;
    }
    await(waitFor);
  }

  /** Says that the code of the cell has ended on its own thread, and ends it on the others. */
  public void end() {
    Thread waitFor;
    synchronized (lock) {
      cell = null;
      waitFor = stopping;
      if (asked) {
        CellProcesses.end(side, processesBefore);
      }
    }
    await(waitFor);
  }

  /** Waits until nobody interrupts this thread any more. */
  private static void await(Thread stopping) {
    long until = System.nanoTime() + 2 * PATIENCE_NANOS;
    try {
      while (stopping != null && stopping.isAlive() && System.nanoTime() < until) {
        try {
          stopping.join(LOOK_MILLIS);
        } catch (InterruptedException e) {
          // A last interrupt meant for the code that has just ended.
        }
      }
    } finally {
      Thread.interrupted();
    }
  }

  /**
   * Stops the cell that runs, and the one that waits to begin; where there is none, whatever
   * earlier cells have left running. Asked a second time, also stops the threads of earlier cells
   * that hold a lock that the cell waits for: nothing else ends that wait.
   *
   * @return whether there was a cell to stop
   */
  public boolean stop() {
    synchronized (lock) {
      boolean again = asked && cell != null;
      askedAgain |= again;
      asked = cell != null;
      expectedAsked = expected;
      if (expected && cell == null) {
        return true;
      }
      if (again || cell == null) {
        processesBefore = 0; // what earlier cells have started, too
      }
      if (again && request != null) {
        request.insist();
      } else {
        request = cell == null ? null : new StopRequest(cell);
      }
      if (stopping == null || !stopping.isAlive()) {
        stopping = Threads.start("demitasse-stop", this::run);
      }
      return cell != null;
    }
  }

  /** Stops the cell that runs, and the one that waits to begin, and nothing else. */
  void stopCells() {
    synchronized (lock) {
      if (cell != null || expected) {
        stop();
      }
    }
  }

  private void run() {
    if (isIdle()) {
      endProcesses();
    }
    long begun = System.nanoTime();
    long until = begun + PATIENCE_NANOS;
    boolean said = false;
    boolean acted = false;
    while (true) {
      Set<Thread> targets = isAlone() ? new HashSet<>() : CellThreads.inCells();
      StopRequest toCell;
      Thread own;
      synchronized (lock) {
        own = asked ? cell : null;
        toCell = request;
        choose(targets);
      }
      ask(targets, own, toCell);
      if (!acted) {
        actions.run(); // after the interrupt, which is what should end the cell
        acted = true;
      }
      if (targets.isEmpty()) {
        return;
      }
      long now = System.nanoTime();
      if (own != null && now - begun > PROCESSES_NANOS) {
        endWaitsForProcesses(targets);
      }
      if (!said && now - begun > PATIENCE_NANOS) {
        tell(targets, own, toCell);
        said = true;
      }
      if (own != null) {
        until = now + PATIENCE_NANOS;
      } else if (now > until) {
        return; // they stay marked, and end when they next come by a check
      }
      targets.remove(own);
      // Again and again: code that catches the interrupt and goes on is interrupted anew.
      targets.forEach(Stopper::interrupt);
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Asks the threads to stop; the one of the cell alone, if it is new to it. */
  private void ask(Set<Thread> targets, Thread own, StopRequest toCell) {
    StopCheck.ask(this, own == null ? null : toCell);
    if (own != null && toCell.isNew()) {
      targets.retainAll(Set.of(own)); // it is to hear of the user's wish, not of the others' end
    }
    StopCheck.stop(this, targets); // before the interrupt: who gets it can tell what it means
    if (own != null) {
      toCell.look();
    }
  }

  private void endWaitsForProcesses(Set<Thread> targets) {
    if (targets.stream().anyMatch(CellProcesses::isReading)) {
      endProcesses();
    }
  }

  /** Says what the threads that have not stopped are doing. */
  private static void tell(Set<Thread> targets, Thread own, StopRequest toCell) {
    targets.stream()
        .filter(thread -> thread != own || !toCell.isHeard())
        .limit(NOTES)
        .forEach(Unresponsive::tell);
  }

  private void endProcesses() {
    synchronized (lock) {
      hasCutOff |= CellProcesses.end(side, processesBefore);
    }
  }

  private boolean isIdle() {
    synchronized (lock) {
      return cell == null && !asked;
    }
  }

  private boolean isAlone() {
    synchronized (lock) {
      return alone;
    }
  }

  /** Leaves of the threads that are in cells those to stop. */
  private void choose(Set<Thread> targets) {
    if (request != null && !asked) {
      targets.clear(); // the cell has taken the interrupt and goes on
    } else if (cell != null && asked) {
      Set<Thread> inCells = Set.copyOf(targets);
      targets.removeAll(before);
      targets.add(cell);
      if (askedAgain) {
        targets.addAll(LockHolders.among(inCells, targets));
      }
    } else if (cell != null) {
      targets.retainAll(before); // asked while no cell ran: the one that has begun is not meant
      targets.remove(cell);
    } else if (asked) {
      targets.removeAll(before);
    }
  }

  private static void interrupt(Thread thread) {
    try {
      thread.interrupt();
    } catch (RuntimeException e) {
      // A thread of a class of the user's own, which does as it likes.
    }
  }
}
