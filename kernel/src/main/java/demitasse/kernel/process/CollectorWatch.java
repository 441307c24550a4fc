package demitasse.kernel.process;

import demitasse.kernel.base.Heap;
import demitasse.kernel.base.Threads;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.SoftReference;
import java.util.concurrent.TimeUnit;

/**
 * Sees when the garbage collector takes all the time because the heap is full, and keeps some
 * memory for that moment.
 *
 * <p>Where many threads fill the heap and ignore every error, collections that may take a second
 * follow each other, and between two nothing runs for more than a fraction of a millisecond. Every
 * call of the JVM's may have to wait for the next such moment, and {@link Runtime#freeMemory} waits
 * behind all threads that ask for memory. So this measures how late its own thread wakes, which
 * needs neither, and asks the JVM as late as can be.
 */
final class CollectorWatch {
  private static final long LOOK_MILLIS = 500;

  /** The same while time is lost: also a short collection is much of this then. */
  private static final long LOOK_CLOSER_MILLIS = 30;

  /** Nothing is lost in a sleep of this many milliseconds: the computer itself was asleep. */
  private static final long ASLEEP_MILLIS = 20_000;

  /** How much time must be lost once the JVM has run out of memory, in milliseconds. */
  private static final long LOST_WITHOUT_MEMORY_MILLIS = 500;

  /** How much otherwise, where code stays just below the limit. */
  private static final long LOST_MILLIS = 2500;

  /** What part of it the collector must have worked, in percent: other programs take time, too. */
  private static final int WORKED_PERCENT = 80;

  // The JVM takes it before it says that memory is out. For as long as it takes to fill this, some
  // milliseconds, the kernel's threads have their turn and memory, also for a shutdown. As it is
  // looked at all the time, it is hardly ever taken before.
  private volatile SoftReference<byte[]> spare;

  private volatile GarbageCollectorMXBean[] collectors = {};
  private long workedBefore; // how long they had worked before time was lost, in milliseconds
  private long lost; // in looks of which each lost much, in milliseconds
  private boolean isOut; // the JVM has run out of memory
  private boolean isFull; // what the last of them found: one alone proves nothing

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

  /** Loads, which is slow, what tells the collector's time from the time of other programs. */
  void prepare() {
    if (collectors.length == 0) {
      collectors = collectors();
    }
  }

  /** Those whose time is time in which nothing else runs; none where that cannot be found out. */
  private static GarbageCollectorMXBean[] collectors() {
    try {
      return ManagementFactory.getGarbageCollectorMXBeans().stream()
          .filter(collector -> !collector.getName().endsWith("Cycles"))
          .toArray(GarbageCollectorMXBean[]::new);
    } catch (LinkageError e) {
      return new GarbageCollectorMXBean[0]; // there was no memory to load their classes
    }
  }

  private void run(FullHeap.Listener listener) {
    listener.full(false);
    try {
      while (true) {
        long asked = lost > 0 || isOut ? LOOK_CLOSER_MILLIS : LOOK_MILLIS;
        long before = System.nanoTime();
        Thread.sleep(asked);
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
        if (findsFull(took < ASLEEP_MILLIS ? took - asked : 0)) {
          listener.full(true);
        }
      }
    } catch (InterruptedException e) {
      // nobody interrupts this thread
    }
  }

  private boolean findsFull(long lostNow) {
    boolean wasOut = isOut;
    isOut = spare.get() == null;
    if (lostNow < LOOK_CLOSER_MILLIS || isOut != wasOut) {
      lost = 0;
      isFull = false;
      workedBefore = worked();
      return false;
    }
    lost += lostNow;
    if (isOut ? lost >= LOST_WITHOUT_MEMORY_MILLIS : isFull && lost >= LOST_MILLIS) {
      return true;
    }
    if (!isOut) {
      // For the next look. Each of these questions may take as long as a look.
      isFull = isCollectorsFault() && isLargest();
    }
    return false;
  }

  private static boolean isLargest() {
    return Runtime.getRuntime().totalMemory() == Heap.most();
  }

  private boolean isCollectorsFault() {
    return 100 * (worked() - workedBefore) >= WORKED_PERCENT * lost;
  }

  private long worked() {
    long millis = 0;
    for (GarbageCollectorMXBean collector : collectors) {
      millis += collector.getCollectionTime();
    }
    return millis;
  }
}
