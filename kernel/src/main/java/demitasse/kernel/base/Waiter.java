package demitasse.kernel.base;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;

/** Waits for another thread, and does something useful meanwhile. */
public interface Waiter {
  /** Returns when something is done; may look more often than it is woken. */
  void await(BooleanSupplier done);

  /** Says, from another thread, that it may be done. */
  void wake();

  /** Returns a task that wakes this when it is done. */
  default <T> FutureTask<T> task(Callable<T> work) {
    return new FutureTask<>(work) {
      @Override
      protected void done() {
        wake();
      }
    };
  }
}
