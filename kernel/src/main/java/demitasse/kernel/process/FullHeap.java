package demitasse.kernel.process;

import demitasse.kernel.base.Heap;
import demitasse.kernel.base.Threads;
import java.util.concurrent.TimeUnit;

/**
 * Watches for a full heap. Code that fills the heap and catches the errors leaves the kernel no
 * memory to receive messages, not even a shutdown; code that stays just below the limit leaves it
 * no time, because the garbage collector works all the time.
 */
public final class FullHeap {
  private static final long LOOK_MILLIS = 500;

  /** The same while there is little room. */
  private static final long LOOK_CLOSER_MILLIS = 100;

  /** What is kept free while there is much room, in bytes. */
  private static final int RESERVE = 1 << 19;

  /** What the kernel needs to say why a cell ended, and to hear of its own end. */
  private static final int LEAST_RESERVE = 1 << 21;

  /**
   * What part of a heap that fills is kept free for its end. Each thread that fills it must get
   * memory once more to go on to where it is stopped, and the JVM gives a thread more at a time
   * than it asks for: all threads together a fiftieth of the young part, which is a third. With
   * less, each costs a collection of its own.
   */
  private static final int RESERVE_PART = 128;

  private static final int MOST_RESERVE = 1 << 26;

  /** A heap of so many bytes can be full before this looks again. */
  private static final int SMALL = 1 << 28;

  /** When so large a part of the heap is in use, it counts as one that fills. */
  private static final int FILLING_PART = 6;

  private static final int PROBE = 1 << 16;

  /** How many times in a row there must have been no room. */
  private static final int TIMES = 3;

  /**
   * How many times in a row there must be room again. The first of many threads that ends makes
   * some; the others wait for the collector, and must be stopped when they go on.
   */
  private static final int QUIET_TIMES = 4;

  /** How long the collector must have taken nearly all the time, where memory is not out. */
  private static final long BUSY_MILLIS = 2500;

  /** When this thread wakes so late, the collector works. */
  private static final long LATE_MILLIS = 50;

  private final Listener listener;
  private final CollectorWatch collector = new CollectorWatch(reserveBytes(false));
  private final CollectorTime collectorTime = new CollectorTime();
  private volatile byte[] reserve = new byte[reserveBytes(false)];
  private volatile int full; // how many times in a row there was no room
  private volatile int quiet; // how many times in a row there was, while the collector rested

  /** What stops the code that fills the heap. */
  public interface Listener {
    /**
     * Hears that the heap is full, or has room. Allocates no memory.
     *
     * <p>It is called once in advance: the JVM then has nothing to look up when the heap is full.
     */
    void full(boolean isFull);
  }

  private FullHeap(Listener listener) {
    this.listener = listener;
  }

  /** Begins to watch. */
  public static FullHeap watch(Listener listener) {
    FullHeap heap = new FullHeap(listener);
    heap.collector.start(heap::say);
    Threads.start("demitasse-heap", heap::run);
    return heap;
  }

  private void run() {
    say(false);
    boolean ample = true;
    while (true) {
      try {
        long asked = full == 0 && ample ? LOOK_MILLIS : LOOK_CLOSER_MILLIS;
        long before = System.nanoTime();
        Thread.sleep(asked);
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
        ample = look(took - asked >= LATE_MILLIS);
      } catch (InterruptedException e) {
        return;
      } catch (OutOfMemoryError e) {
        full++; // something else could not be allocated
      }
    }
  }

  /** Looks for room; tells whether there is much. */
  private boolean look(boolean isLate) {
    long free = Heap.free(); // once: to ask may take as long as a collection
    boolean ample = Heap.isMuch(free);
    boolean filling = Heap.most() - free > Heap.most() / FILLING_PART;
    if (ample) {
      keepReserve(reserveBytes(filling));
    }
    if (filling) {
      stopIfCollectorIsBusy();
    }
    if (isLate) {
      quiet = 0;
    } else if (ample || fits(PROBE)) { // while the collector works, that may take many seconds
      room();
    } else {
      full = full + 1;
      if (full >= TIMES) {
        ranOut();
      }
    }
    return ample;
  }

  private void stopIfCollectorIsBusy() {
    boolean isLargest = Runtime.getRuntime().totalMemory() == Heap.most();
    if (collectorTime.busyMillis() >= BUSY_MILLIS && isLargest) {
      say(true);
    }
  }

  private void keepReserve(int bytes) {
    if (reserve == null || reserve.length < bytes) {
      reserve = null; // both need not fit
      reserve = new byte[bytes];
    }
    collector.renew(bytes);
  }

  private static int reserveBytes(boolean filling) {
    return filling || Heap.most() < SMALL
        ? (int) Math.min(Math.max(LEAST_RESERVE, Heap.most() / RESERVE_PART), MOST_RESERVE)
        : RESERVE;
  }

  /**
   * Stops what fills the heap: there was no memory for the kernel's own work. Allocates nothing.
   * Does nothing if there is room again, or still: then that work was too large.
   */
  public synchronized void ranOut() {
    if (!Heap.isAmple()) {
      say(true);
    }
  }

  private synchronized void room() {
    quiet = quiet + 1;
    if (full < TIMES) {
      full = 0;
    } else if (quiet >= QUIET_TIMES) {
      say(false);
    }
  }

  private void say(boolean isFull) {
    full = isFull ? TIMES : 0;
    quiet = 0;
    listener.full(isFull);
    if (isFull) {
      reserve = null;
    }
  }

  private static boolean fits(int bytes) {
    try {
      return new byte[bytes].length == bytes;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }
}
