package demitasse.kernel.protocol;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Slows down code that shows something again and again. ZeroMQ keeps what a front end has not read
 * yet, however much: a loop that shows without end would fill the memory, and what later cells show
 * would come after all of it.
 */
final class Pace {
  /** So many messages may come at once. */
  private static final int AT_ONCE = 5000;

  /** After those, as many as a front end reads in Python. */
  private static final int PER_SECOND = 2000;

  private double left = AT_ONCE;
  private long counted = System.nanoTime();

  /** Counts a message, and waits until it may be sent, also on a thread that is interrupted. */
  void keep() {
    long now = System.nanoTime();
    long until = now + delay(now);
    boolean interrupted = false;
    for (long rest = until - now; rest > 0; rest = until - System.nanoTime()) {
      interrupted |= Thread.interrupted();
      LockSupport.parkNanos(rest);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized long delay(long now) {
    double more = (double) (now - counted) * PER_SECOND / TimeUnit.SECONDS.toNanos(1);
    counted = now;
    left = Math.min(left + more, AT_ONCE) - 1;
    return left < 0 ? (long) (-left / PER_SECOND * TimeUnit.SECONDS.toNanos(1)) : 0;
  }
}
