package demitasse.kernel.session;

import demitasse.kernel.base.CellStopped;
import demitasse.kernel.base.ShellThread;
import demitasse.kernel.base.Waiter;
import demitasse.kernel.execution.CellClassLoader;
import demitasse.kernel.execution.CellWorkers;
import demitasse.kernel.execution.SessionLock;
import demitasse.kernel.execution.Stopper;
import demitasse.kernel.execution.Stoppers;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The thread that every cell runs on, and the Java session that lives on it.
 *
 * <p>One thread for all cells: libraries keep state by thread. It also starts the session, while
 * the sockets open and the front end is still connecting.
 */
public final class CellThread {
  private final CellClassLoader classes;
  private final Stoppers stoppers;
  private final SessionLock lock;
  private final ExecutorService thread;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicReference<Runnable> behindNext = new AtomicReference<>();
  private final Future<JavaSession> session;
  private volatile Waiter waiter;
  private volatile long lastWanted = System.nanoTime();

  private CellThread(
      CellClassLoader classes,
      Stoppers stoppers,
      SessionLock lock,
      ExecutorService thread,
      Future<JavaSession> session) {
    this.classes = classes;
    this.stoppers = stoppers;
    this.lock = lock;
    this.thread = thread;
    this.session = session;
  }

  /** Begins to start a session. */
  public static CellThread start(Settings settings) {
    CellClassLoader classes = new CellClassLoader(settings.classPath());
    CellWorkers.see(classes);
    Stoppers stoppers = new Stoppers();
    SessionLock lock = new SessionLock();
    ExecutorService thread = Executors.newSingleThreadExecutor(task -> newThread(task, classes));
    Future<JavaSession> session =
        thread.submit(() -> new JavaSession(classes, stoppers, lock, settings));
    CellThread cells = new CellThread(classes, stoppers, lock, thread, session);
    if (!settings.hasStartup()) { // a script warms up the compiler by itself
      cells.later(() -> cells.session().warmUp()); // while the sockets open
    }
    return cells;
  }

  private static Thread newThread(Runnable task, ClassLoader classes) {
    Thread thread = ShellThread.main(task, "cell");
    thread.setContextClassLoader(classes);
    return thread;
  }

  /** Says how {@link #call} waits. */
  public void waitWith(Waiter newWaiter) {
    waiter = newWaiter;
  }

  public CellClassLoader classes() {
    return classes;
  }

  /** Returns what stops the code that runs for the caller's shell. */
  public Stopper stopper() {
    return stoppers.here();
  }

  /** Returns what stops the code of each shell. */
  public Stoppers stoppers() {
    return stoppers;
  }

  /** Returns the session once it has started. */
  public JavaSession session() {
    try {
      return session.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CellStopped();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the Java session did not start", e.getCause());
    }
  }

  /**
   * Does {@code work} on the thread, after what was given to it before, and waits for it. A side
   * thread does it itself: a subshell waits for the compiler at most, not for a cell that runs.
   */
  public <T> T call(Callable<T> work) {
    if (ShellThread.isAside()) {
      return lock.within(work);
    }
    waiting.incrementAndGet();
    Waiter waiter = this.waiter;
    FutureTask<T> task = waiter.task(() -> lock.within(work));
    try {
      thread.execute(task);
      Runnable next = behindNext.getAndSet(null);
      if (next != null) {
        later(next);
      }
      waiter.await(task::isDone);
      return task.get();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the shell thread", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      lastWanted = System.nanoTime();
      waiting.decrementAndGet();
    }
  }

  /** Does {@code work} on the thread, directly after what {@link #call} is asked for next. */
  public void behindNext(Runnable work) {
    behindNext.set(work);
  }

  /** Tells whether somebody waits for the thread. */
  public boolean isWanted() {
    return waiting.get() > 0;
  }

  /** Returns for how long nobody has waited for the thread. */
  public Duration quiet() {
    return isWanted() ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - lastWanted);
  }

  /** Does {@code work} on the thread some time, after what was given to it before. */
  public void later(Runnable work) {
    thread.execute(() -> lock.within(Executors.callable(work)));
  }
}
