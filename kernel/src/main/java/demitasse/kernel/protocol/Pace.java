package demitasse.kernel.protocol;

import demitasse.kernel.base.Threads;
import java.util.concurrent.TimeUnit;

/**
 * Slows down code that shows something again and again. ZeroMQ keeps what a front end has not read
 * yet, however much: a loop that shows without end would fill the memory, and what later cells show
 * would come after all of it.
 */
final class Pace {
  /** How many messages may be sent without a pause. */
  private static final int AT_ONCE = 5000;

  /** How many a second after that: what a front end written in Python can read. */
  private static final int PER_SECOND = 2000;

  /** So many characters or bytes count as one message more. */
  private static final int LARGE = 1 << 14;

  private double left = AT_ONCE;
  private long counted = System.nanoTime();

  /**
   * Counts a message, and waits until it may be sent, also on a thread that is interrupted.
   *
   * @param size how many characters or bytes it has, about
   */
  void keep(long size) {
    Threads.pause(delay(System.nanoTime(), 1 + size / LARGE));
  }

  private synchronized long delay(long now, long messages) {
    double more = (double) (now - counted) * PER_SECOND / TimeUnit.SECONDS.toNanos(1);
    counted = now;
    left = Math.min(left + more, AT_ONCE) - messages;
    return left < 0 ? (long) (-left / PER_SECOND * TimeUnit.SECONDS.toNanos(1)) : 0;
  }
}
