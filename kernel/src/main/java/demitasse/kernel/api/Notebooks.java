package demitasse.kernel.api;

/** Finds the session of this process. */
public final class Notebooks {
  // Static and mutable, against the rule of the house: other kernels' interfaces are static.
  private static volatile Notebook running;

  private Notebooks() {}

  /** Says which session runs. */
  public static void serve(Notebook notebook) {
    running = notebook;
  }

  /**
   * Returns the session that runs.
   *
   * @throws IllegalStateException if this process is no kernel
   */
  public static Notebook running() {
    Notebook notebook = running;
    if (notebook == null) {
      throw new IllegalStateException("no kernel is running");
    }
    return notebook;
  }
}
