package demitasse.kernel.process;

import demitasse.kernel.base.Threads;

/** Ends the process in a bounded time, whatever the user's code does. */
public final class ProcessEnd {
  private static final long HOOKS_MILLIS = 1000;

  private ProcessEnd() {}

  /**
   * Gives shutdown hooks of the user's a moment and no more: they do not hold up a restart, or a
   * signal.
   */
  public static void boundHooks() {
    Runtime.getRuntime()
        .addShutdownHook(Threads.create("demitasse-hooks", () -> haltAfter(HOOKS_MILLIS)));
  }

  /** Ends the process after this time, unless it has ended by then. */
  public static void haltAfter(long millis) {
    Threads.start(
        "demitasse-halt",
        () -> {
          try {
            Thread.sleep(millis);
          } catch (InterruptedException e) {
            // then at once
          }
          Runtime.getRuntime().halt(0);
        });
  }
}
