package demitasse.kernel.session;

import demitasse.kernel.base.ShellThread;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Makes the threads beside the cell's, as they are needed; each goes when it has been idle. */
public final class SideThreads {
  private static final long IDLE_SECONDS = 20;

  private final CellThread cells;

  public SideThreads(CellThread cells) {
    this.cells = cells;
  }

  /** Returns what does one piece of work after the other. */
  public ThreadPoolExecutor single(String name) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> create(work, name));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** Returns what does each piece of work at once. */
  public ThreadPoolExecutor many(String name) {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        work -> create(work, name));
  }

  private Thread create(Runnable work, String name) {
    Thread thread = ShellThread.aside(() -> run(work), name);
    thread.setContextClassLoader(cells.classes());
    return thread;
  }

  private void run(Runnable work) {
    try {
      work.run();
    } finally {
      cells.stoppers().forgetThisThread();
    }
  }
}
