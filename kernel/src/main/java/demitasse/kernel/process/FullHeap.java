package demitasse.kernel.process;

import demitasse.kernel.base.Heap;
import demitasse.kernel.base.Threads;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
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

  /** What the kernel needs for a few messages. */
  private static final int RESERVE = 1 << 19;

  private static final int PROBE = 1 << 16;

  /** When so large a part of the heap is in use, its collectors are watched. */
  private static final int FILLING_PART = 6;

  /** How many times in a row there must have been no room. */
  private static final int TIMES = 3;

  /**
   * How many times in a row there must be room again. The first of many threads that ends makes
   * some; the others wait for the collector, and must be stopped when they go on.
   */
  private static final int QUIET_TIMES = 4;

  /** The share of the time, in percent, that the collector takes when the heap is full. */
  private static final int BUSY_PERCENT = 90;

  /** How long the collector must have worked in that time. */
  private static final long BUSY_MILLIS = 1000;

  /** How many collections at least: a single one may take seconds. */
  private static final int BUSY_COLLECTIONS = 2;

  private final Runnable onFull;
  private final Runnable onRoom;
  private volatile byte[] reserve = new byte[RESERVE];
  private volatile int full; // how many times in a row there was no room
  private volatile int quiet; // how many times in a row there was, while the collector rested
  private GarbageCollectorMXBean[] collectors; // null until a part of the heap is in use
  private long workedMillis; // how long it had worked when this last looked
  private long since; // when the collector became busy, in milliseconds
  private long sinceMillis; // how long it had worked until then
  private long sinceCount; // how many times

  private FullHeap(Runnable onFull, Runnable onRoom) {
    this.onFull = onFull;
    this.onRoom = onRoom;
  }

  /**
   * Begins to watch. Neither argument may allocate memory.
   *
   * @param onFull stops what fills the heap
   * @param onRoom is run when there is room again
   */
  public static FullHeap watch(Runnable onFull, Runnable onRoom) {
    FullHeap heap = new FullHeap(onFull, onRoom);
    Threads.start("demitasse-heap", heap::run);
    return heap;
  }

  private void run() {
    while (true) {
      try {
        Thread.sleep(full == 0 && Heap.isAmple() ? LOOK_MILLIS : LOOK_CLOSER_MILLIS);
        look();
      } catch (InterruptedException e) {
        return;
      } catch (OutOfMemoryError e) {
        full++; // something else could not be allocated
      }
    }
  }

  private void look() {
    boolean ample = Heap.isAmple();
    if (ample && reserve == null) {
      reserve = new byte[RESERVE];
    }
    if (collectors == null && Heap.most() - Heap.free() > Heap.most() / FILLING_PART) {
      collectors = collectors(); // while there is memory and time for it
    }
    boolean busy = isCollectorBusy();
    if (isThrashing(ample)) {
      ranOut();
    } else if (busy) { // whoever asks for memory waits behind all others that do
      quiet = 0;
    } else if (ample || fits(PROBE)) {
      room();
    } else {
      full = full + 1;
      if (full >= TIMES) {
        ranOut();
      }
    }
  }

  /**
   * Stops what fills the heap: there was no memory for the kernel's own work. Allocates nothing.
   * Does nothing if there is room again, or still: then that work was too large.
   */
  public synchronized void ranOut() {
    if (Heap.isAmple()) {
      return;
    }
    full = TIMES;
    quiet = 0;
    onFull.run();
    reserve = null;
  }

  private synchronized void room() {
    quiet = quiet + 1;
    if (full < TIMES) {
      full = 0;
    } else if (quiet >= QUIET_TIMES) {
      onRoom.run();
      full = 0;
    }
  }

  private static boolean fits(int bytes) {
    try {
      return new byte[bytes].length == bytes;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  /** Tells whether the collector has had most of the time since this last looked. */
  private boolean isCollectorBusy() {
    long millis = collectionMillis();
    boolean busy = millis - workedMillis > LOOK_CLOSER_MILLIS / 2;
    workedMillis = millis;
    return busy;
  }

  private long collectionMillis() {
    long millis = 0;
    if (collectors != null) {
      for (GarbageCollectorMXBean collector : collectors) {
        millis += collector.getCollectionTime();
      }
    }
    return millis;
  }

  /** Tells whether hardly anything but collections happens. Allocates nothing. */
  private boolean isThrashing(boolean ample) {
    if (collectors == null) {
      return false;
    }
    long millis = collectionMillis();
    long count = 0;
    for (GarbageCollectorMXBean collector : collectors) {
      count += collector.getCollectionCount();
    }
    long worked = millis - sinceMillis;
    if (ample || 100 * worked < BUSY_PERCENT * (now() - since)) {
      since = now();
      sinceMillis = millis;
      sinceCount = count;
      return false;
    }
    return worked >= BUSY_MILLIS && count - sinceCount >= BUSY_COLLECTIONS;
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
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
}
