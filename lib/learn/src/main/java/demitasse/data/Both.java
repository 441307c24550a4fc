package demitasse.data;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Does two things at the same time, one on each core. */
final class Both {
  private Both() {}

  /**
   * Waits for both, whatever becomes of them, so that nothing goes on in the background. What ends
   * one early ends the other, too.
   *
   * @return what {@code combine} makes of the results
   * @throws CancellationException if this thread is interrupted, which it stays
   */
  static <A, B, R> R of(Supplier<A> first, Supplier<B> second, BiFunction<A, B, R> combine) {
    var task = new FutureTask<>(second::get);
    var other = new Thread(task, "demitasse-both");
    other.setDaemon(true);
    other.start();
    try {
      A result = first.get();
      return combine.apply(result, task.get());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("stopped: the thread was interrupted");
    } finally {
      other.interrupt();
      await(other);
    }
  }

  /** The other thread looks at its interrupt: it will not be long. */
  private static void await(Thread other) {
    boolean interrupted = false;
    while (other.isAlive()) {
      try {
        other.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
