package demitasse.kernel.execution;

import demitasse.kernel.base.Log;
import demitasse.kernel.base.Threads;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What libraries want done when the user stops a cell: an interrupt reaches the threads of this
 * process, but not the work that a cell has others do, such as the jobs of a cluster.
 */
final class StopActions {
  private final List<Runnable> actions = new CopyOnWriteArrayList<>();

  void add(Runnable action) {
    actions.add(action);
  }

  /** Runs each action on a thread of its own: one that waits for a cluster delays nothing. */
  void run() {
    for (Runnable action : actions) {
      Threads.start("demitasse-stop-action", () -> run(action));
    }
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | LinkageError e) {
      Log.note("a library's stop action failed: " + e);
    }
  }
}
