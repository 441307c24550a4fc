package demitasse.kernel.process;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import demitasse.kernel.base.Heap;
import demitasse.kernel.base.Threads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;

/**
 * Ends the process in a bounded time once its end has begun, whatever the user's code does:
 * shutdown hooks that hang, threads that leave no processor to anybody, a heap that is full.
 */
public final class ProcessEnd {
  /** After this a session has loaded what calls native code, which is slow, for its output. */
  private static final long LOOK_UP_MILLIS = 5000;

  /** How long an end may take where the heap is full: hardly any of Java's own work is possible. */
  private static final int FULL_SECONDS = 1;

  private final CountDownLatch begun = new CountDownLatch(1);
  private final long mostMillis;
  // Null where the system has no alarm clock, or it was not looked up yet.
  private volatile IntUnaryOperator alarm;

  private ProcessEnd(long mostMillis) {
    this.mostMillis = mostMillis;
  }

  /**
   * Begins to watch, also over an end that a signal begins.
   *
   * <p>The thread is there from the start: among many busy ones a new thread may get its first turn
   * after a minute, one that wakes gets it at once.
   *
   * @param mostMillis how long the end may take
   */
  public static ProcessEnd watch(long mostMillis) {
    ProcessEnd end = new ProcessEnd(mostMillis);
    Threads.start("demitasse-end", end::run);
    Runtime.getRuntime().addShutdownHook(Threads.create("demitasse-hook", end::begin));
    return end;
  }

  /**
   * Says that the process is to end. From then on the system ends it in time, even if none of
   * Java's threads has a turn again. Allocates no memory.
   */
  public void begin() {
    try {
      IntUnaryOperator set = alarm;
      if (set != null && begun.getCount() > 0) {
        set.applyAsInt((int) TimeUnit.MILLISECONDS.toSeconds(mostMillis) + 1);
        if (!Heap.isAmple()) { // asked later: the answer may have to wait for the collector
          set.applyAsInt(FULL_SECONDS);
        }
      }
    } finally {
      begun.countDown();
    }
  }

  private void run() {
    try {
      if (!begun.await(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS)) {
        lookUpAlarm();
        begun.await();
      }
      Thread.sleep(mostMillis);
    } catch (InterruptedException e) {
      // nobody interrupts this thread
    }
    exit();
    Runtime.getRuntime().halt(0);
  }

  /** Finds what sets the system's alarm clock: its signal ends a process that has no handler. */
  private void lookUpAlarm() {
    if (!Platform.isWindows()) {
      try {
        IntUnaryOperator found = C::alarm;
        found.applyAsInt(0); // whatever has to be loaded for a call is loaded now
        alarm = found;
      } catch (LinkageError | OutOfMemoryError e) {
        // then this thread alone ends the process
      }
    }
  }

  /**
   * Leaves the end to the system, where that can be asked: Java's own waits until each of its
   * threads has had a turn.
   */
  private static void exit() {
    if (!Platform.isWindows()) {
      try {
        C._exit(0);
      } catch (LinkageError | OutOfMemoryError e) {
        // then Java's own
      }
    }
  }

  /** Functions of the system's, under their own names. */
  private static final class C {
    static {
      Native.register(C.class, "c");
    }

    static native int alarm(int seconds);

    static native void _exit(int status);
  }
}
