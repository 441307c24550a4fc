package demitasse.kernel.debug;

import demitasse.kernel.base.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/** A thread that stands, and does what it is given to do until it is to go on. */
final class Pause {
  private final Frame frame;
  private final Reason reason;
  private final List<Breakpoint> hit;
  private final Throwable thrown;
  private final Thread thread = Thread.currentThread();
  private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
  private boolean isOver;
  private Step.Kind further; // how far the thread is to go; null: on

  /** Why it stands. */
  enum Reason {
    BREAKPOINT,
    STEP,
    PAUSE,
    EXCEPTION;

    /** The word of the protocol. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Creates it, on the thread that is to stand.
   *
   * @param hit the breakpoints that it has come to
   * @param thrown the exception that it stands for; null for none
   */
  Pause(Frame frame, Reason reason, List<Breakpoint> hit, Throwable thrown) {
    this.frame = frame;
    this.reason = reason;
    this.hit = hit;
    this.thrown = thrown;
  }

  Reason reason() {
    return reason;
  }

  List<Breakpoint> hit() {
    return hit;
  }

  Throwable thrown() {
    return thrown;
  }

  Thread thread() {
    return thread;
  }

  /** The calls that the thread is in, the innermost first: those that have come to a line. */
  List<Frame> frames() {
    List<Frame> frames = new ArrayList<>();
    for (Frame next = frame; next != null; next = next.caller) {
      if (next.isShown()) {
        frames.add(next);
      }
    }
    return frames;
  }

  /**
   * Has the thread stand; returns how far it is to go, null for on.
   *
   * @param isStopped tells whether the user has stopped the cell
   * @throws InterruptedException if so, or if the thread was interrupted
   */
  Step.Kind hold(BooleanSupplier isStopped) throws InterruptedException {
    try {
      while (!isOver()) {
        Runnable next = work.take();
        frame.stack.aside(
            () -> {
              next.run();
              return null;
            });
        if (Thread.interrupted() || isStopped.getAsBoolean()) {
          throw new InterruptedException();
        }
      }
      return further;
    } finally {
      resume(null);
      work.forEach(left -> ((FutureTask<?>) left).cancel(false));
    }
  }

  private synchronized boolean isOver() {
    return isOver && work.isEmpty();
  }

  /**
   * Has the thread do something; it is done when the task is.
   *
   * @param waiter is woken then
   * @return the task, cancelled if the thread no longer stands
   */
  <T> FutureTask<T> give(Callable<T> task, Waiter waiter) {
    FutureTask<T> future = waiter.task(task);
    synchronized (this) {
      if (!isOver) {
        work.add(future);
        return future;
      }
    }
    future.cancel(false);
    return future;
  }

  /** Has the thread go on, by a step or until the next breakpoint. */
  synchronized void resume(Step.Kind kind) {
    if (!isOver) {
      isOver = true;
      further = kind;
      work.add(new FutureTask<>(() -> null)); // wakes the thread
    }
  }
}
