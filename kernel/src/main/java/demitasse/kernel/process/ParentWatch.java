package demitasse.kernel.process;

import demitasse.kernel.base.Log;
import demitasse.kernel.base.Threads;
import java.util.Locale;

/**
 * Watches the server that has started this kernel: one that was killed cannot say shutdown.
 *
 * <p>The server is who {@code JPY_PARENT_PID} names, whether it is our parent or there is a
 * launcher in between. Without that variable nobody is watched: a parent may end and leave a kernel
 * to somebody else, as {@code nohup} does.
 */
public final class ParentWatch {
  private static final long LOOK_MILLIS = 500;

  private final Runnable onFull;
  private final ProcessHandle server;
  private final ProcessHandle child; // of the server: this process or its launcher; null if unknown

  private ParentWatch(ProcessHandle server, ProcessHandle child, Runnable onFull) {
    this.onFull = onFull;
    this.server = server;
    this.child = child;
  }

  /**
   * Begins to watch.
   *
   * @param named the value of {@code JPY_PARENT_PID}; null if it is not set
   * @param onEnd what to do when the server has ended
   * @param onFull what to do when there is no memory to look; it allocates none
   */
  public static void start(String named, Runnable onEnd, Runnable onFull) {
    if (named != null) {
      Threads.start("demitasse-parent", () -> watch(named, onEnd, onFull));
    }
  }

  private static void watch(String named, Runnable onEnd, Runnable onFull) {
    if (System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")) {
      // There the variable holds a handle and no id.
      ProcessHandle.current().parent().ifPresent(server -> watch(server, onEnd, onFull));
      return;
    }
    long id;
    try {
      id = Long.parseLong(named.strip());
    } catch (NumberFormatException e) {
      id = -1;
    }
    if (id <= 0) {
      Log.note("JPY_PARENT_PID is not a process: " + named);
      return;
    }
    // One that has ended before this process began is there no more.
    ProcessHandle.of(id).ifPresentOrElse(server -> watch(server, onEnd, onFull), onEnd);
  }

  private static void watch(ProcessHandle server, Runnable onEnd, Runnable onFull) {
    new ParentWatch(server, childOf(server), onFull).run(onEnd);
  }

  private static ProcessHandle childOf(ProcessHandle server) {
    ProcessHandle child = ProcessHandle.current();
    while (child != null && !isChild(child, server)) {
      child = child.parent().orElse(null);
    }
    return child;
  }

  private static boolean isChild(ProcessHandle child, ProcessHandle parent) {
    return child.parent().filter(parent::equals).isPresent();
  }

  private void run(Runnable onEnd) {
    try {
      while (!hasEnded()) {
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      return;
    }
    onEnd.run();
  }

  /** A process that nobody has waited for yet still counts as alive, but has no children. */
  private boolean hasEnded() {
    try {
      return !server.isAlive() || child != null && child.isAlive() && !isChild(child, server);
    } catch (OutOfMemoryError e) {
      onFull.run(); // a cell has filled the heap
      return false;
    }
  }
}
