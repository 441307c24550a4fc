package demitasse.kernel.base;

import java.util.concurrent.locks.LockSupport;

/** The kernel's own threads: daemons, so that none of them keeps a finished kernel alive. */
public final class Threads {
  private Threads() {}

  /** Known by its class: a name is the user's to choose. */
  private static final class Own extends Thread {
    Own(Runnable body, String name) {
      super(body, name);
      setDaemon(true);
    }

    /** Does nothing: a cell that interrupts every thread that it finds does not mean these. */
    @Override
    public void interrupt() {}

    void end() {
      super.interrupt();
    }
  }

  /** Returns a thread of the kernel's that has not started. */
  public static Thread create(String name, Runnable body) {
    return new Own(body, name);
  }

  public static Thread start(String name, Runnable body) {
    Thread thread = create(name, body);
    thread.start();
    return thread;
  }

  /** Interrupts a thread of the kernel's, which is how it is told to end. */
  public static void end(Thread thread) {
    ((Own) thread).end();
  }

  /** Waits for so many nanoseconds, also on a thread that is interrupted, which it stays. */
  public static void pause(long nanos) {
    long until = System.nanoTime() + nanos;
    boolean interrupted = false;
    for (long rest = nanos; rest > 0; rest = until - System.nanoTime()) {
      interrupted |= Thread.interrupted();
      LockSupport.parkNanos(rest);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells whether the kernel has made this thread. */
  public static boolean ours(Thread thread) {
    return thread instanceof Own;
  }
}
