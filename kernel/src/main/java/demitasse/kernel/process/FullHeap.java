package demitasse.kernel.process;

import demitasse.kernel.base.Threads;

/**
 * Watches for a full heap. Code that fills the heap and catches the errors leaves the kernel no
 * memory to receive messages, not even a shutdown.
 */
public final class FullHeap {
  private static final long LOOK_MILLIS = 500;

  /** What the kernel needs for a few messages. */
  private static final int RESERVE = 1 << 19;

  private static final int PROBE = 1 << 16;

  /** How many times in a row there must have been no room. */
  private static final int TIMES = 3;

  private final Runnable onFull;
  private final Runnable onRoom;
  private byte[] reserve = new byte[RESERVE];
  private int full;

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
  public static void watch(Runnable onFull, Runnable onRoom) {
    Threads.start("demitasse-heap", new FullHeap(onFull, onRoom)::run);
  }

  private void run() {
    while (true) {
      try {
        Thread.sleep(LOOK_MILLIS);
        look();
      } catch (InterruptedException e) {
        return;
      } catch (OutOfMemoryError e) {
        full++; // something else could not be allocated
      }
    }
  }

  private void look() {
    if (isAmple() || fits(PROBE)) {
      if (full >= TIMES) {
        onRoom.run();
      }
      full = 0;
      if (reserve == null && isAmple()) {
        reserve = new byte[RESERVE];
      }
    } else if (++full >= TIMES) {
      onFull.run();
      reserve = null;
    }
  }

  /** Tells whether there is certainly room, without asking for any. */
  private static boolean isAmple() {
    Runtime runtime = Runtime.getRuntime();
    long most = runtime.maxMemory();
    return most - runtime.totalMemory() + runtime.freeMemory() > most / 20;
  }

  private static boolean fits(int bytes) {
    try {
      return new byte[bytes].length == bytes;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }
}
