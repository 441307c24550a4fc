package demitasse.kernel.process;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import demitasse.kernel.base.Threads;
import java.util.concurrent.CountDownLatch;

/**
 * Ends the process in a bounded time once its end has begun, whatever the user's code does:
 * shutdown hooks that hang, threads that leave no processor to anybody.
 */
public final class ProcessEnd {
  private final CountDownLatch begun = new CountDownLatch(1);
  private final long mostMillis;

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

  /** Says that the process is to end. */
  public void begin() {
    begun.countDown();
  }

  private void run() {
    try {
      begun.await();
      Thread.sleep(mostMillis);
    } catch (InterruptedException e) {
      // nobody interrupts this thread
    }
    exit();
    Runtime.getRuntime().halt(0);
  }

  /**
   * Leaves the end to the system, where that can be asked: Java's own waits until each of its
   * threads has had a turn.
   */
  private static void exit() {
    if (!Platform.isWindows()) {
      try {
        NativeLibrary.getInstance("c").getFunction("_exit").invokeVoid(new Object[] {0});
      } catch (LinkageError e) {
        // then Java's own
      }
    }
  }
}
