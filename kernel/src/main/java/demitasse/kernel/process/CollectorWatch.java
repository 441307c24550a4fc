package demitasse.kernel.process;

import demitasse.kernel.base.Threads;
import java.lang.ref.SoftReference;
import java.util.concurrent.TimeUnit;

/**
 * Sees when the JVM runs out of memory again and again, and keeps some memory for that moment.
 *
 * <p>Where many threads fill the heap and ignore every error, collections that may take a second
 * follow each other, and between two nothing runs for more than a fraction of a millisecond. Every
 * call into the JVM may have to wait for the next such moment. So this asks nothing: it measures
 * how late its own thread wakes.
 */
final class CollectorWatch {
  private static final long LOOK_MILLIS = 500;

  /** The same while time is lost: also a short collection is much of this then. */
  private static final long LOOK_CLOSER_MILLIS = 30;

  /** Nothing is lost in a sleep of this many milliseconds: the computer itself was asleep. */
  private static final long ASLEEP_MILLIS = 20_000;

  /** How much time must be lost once the JVM has run out of memory, in milliseconds. */
  private static final long LOST_MILLIS = 500;

  /** The most that is remembered. */
  private static final long MOST_LOST_MILLIS = 2 * LOST_MILLIS;

  /** Time that is not lost counts so many times against time that is. */
  private static final int AGAINST = 4;

  // The JVM takes it before it says that memory is out. For as long as it takes to fill this, some
  // milliseconds, the kernel's threads have their turn and memory, also for a shutdown. As it is
  // looked at all the time, it is hardly ever taken before.
  private volatile SoftReference<byte[]> spare;

  private long lost; // minus the time that was not, in milliseconds
  private boolean isOut; // the JVM has run out of memory

  /**
   * Keeps memory.
   *
   * @param bytes how much
   */
  CollectorWatch(int bytes) {
    this.spare = new SoftReference<>(new byte[bytes]);
  }

  /**
   * Begins to look.
   *
   * @param listener hears when the heap is full; not when there is room again
   */
  void start(FullHeap.Listener listener) {
    Threads.start("demitasse-collector", () -> run(listener));
  }

  /** Says that there is memory; keeps some again. */
  void renew(int bytes) {
    byte[] kept = spare.get();
    if (kept == null || kept.length < bytes) {
      spare = new SoftReference<>(new byte[bytes]);
    }
  }

  private void run(FullHeap.Listener listener) {
    listener.full(false);
    try {
      while (true) {
        long asked = lost > 0 || isOut ? LOOK_CLOSER_MILLIS : LOOK_MILLIS;
        long before = System.nanoTime();
        Thread.sleep(asked);
        if (findsFull(asked, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before))) {
          listener.full(true);
        }
      }
    } catch (InterruptedException e) {
      // nobody interrupts this thread
    }
  }

  private boolean findsFull(long asked, long took) {
    boolean wasOut = isOut;
    isOut = spare.get() == null;
    long late = took - asked;
    if (took >= ASLEEP_MILLIS || isOut != wasOut) {
      lost = 0;
      return false;
    }
    if (late < LOOK_CLOSER_MILLIS) {
      lost = Math.max(0, lost - AGAINST * took);
      return false;
    }
    lost = Math.min(lost + late, MOST_LOST_MILLIS);
    return isOut && lost >= LOST_MILLIS;
  }
}
