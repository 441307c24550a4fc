package demitasse.kernel.execution;

import demitasse.kernel.base.Sneaky;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives JShell to one thread at a time: it is not made for several. The code of cells runs outside
 * the lock, so that the cells of two shells run side by side and only their compilation takes
 * turns.
 */
public final class SessionLock {
  private final ReentrantLock lock = new ReentrantLock(true); // fair: a loop of snippets lets go

  /** Does {@code work} on the session, and throws what it throws. */
  public <T> T within(Callable<T> work) {
    lock.lock();
    try {
      return work.call();
    } catch (Exception e) {
      throw Sneaky.rethrow(e);
    } finally {
      lock.unlock();
    }
  }

  /** Runs the user's code, from within work on the session. */
  public <T> T outside(Callable<T> code) throws Exception {
    int held = lock.getHoldCount();
    for (int i = 0; i < held; i++) {
      lock.unlock();
    }
    try {
      return code.call();
    } finally {
      for (int i = 0; i < held; i++) {
        lock.lock();
      }
    }
  }
}
