package demitasse.kernel.execution;

import demitasse.kernel.base.ShellThread;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What stops the code of each shell: one stopper for the main shell, one for each side thread. */
public final class Stoppers {
  private final StopActions actions = new StopActions();
  private final Stopper main = new Stopper(actions);
  private final Map<Thread, Stopper> aside = new ConcurrentHashMap<>();

  /** Returns the stopper of what runs on the main shell's thread. */
  public Stopper main() {
    return main;
  }

  /** Returns the stopper of what runs on this thread. */
  public Stopper here() {
    return ShellThread.isAside()
        ? aside.computeIfAbsent(Thread.currentThread(), thread -> new Stopper(actions))
        : main;
  }

  /** Has {@code action} run on a thread of its own whenever the user stops code. */
  public void onStop(Runnable action) {
    actions.add(action);
  }

  /** Says that this side thread ends. */
  public void forgetThisThread() {
    aside.remove(Thread.currentThread());
  }

  /** Stops what runs on a side thread. */
  public void stop(Thread thread) {
    Stopper stopper = aside.get(thread);
    if (stopper != null) {
      stopper.stopCells();
    }
  }

  /** Stops what runs on any side thread. */
  public void stopAside() {
    aside.values().forEach(Stopper::stopCells);
  }
}
