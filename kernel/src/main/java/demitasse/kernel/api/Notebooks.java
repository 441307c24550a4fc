package demitasse.kernel.api;

import java.util.Objects;

/** Finds the session of this process. */
public final class Notebooks {
  // Static and mutable, against the rule of the house: other kernels' interfaces are static.
  private static volatile Notebook running;

  private Notebooks() {}

  /** Says which session runs. */
  public static void serve(Notebook notebook) {
    running = notebook;
  }

  /** Returns the session that runs. */
  public static Notebook running() {
    return Objects.requireNonNull(running, "no kernel is running");
  }
}
