package demitasse.kernel.base;

/**
 * A thread that runs the user's code for a shell: the main shell's, or one aside, which runs a cell
 * of a subshell or the handler of a comm. What is printed and asked aside belongs to the request
 * that the thread works on.
 */
public final class ShellThread extends Thread {
  private final boolean aside;

  private ShellThread(Runnable body, String name, boolean aside) {
    super(body, name);
    this.aside = aside;
    setDaemon(true);
  }

  /** Returns the thread of the main shell, not started. */
  public static Thread main(Runnable body, String name) {
    return new ShellThread(body, name, false);
  }

  /** Returns a thread beside the main shell's, not started. */
  public static Thread aside(Runnable body, String name) {
    return new ShellThread(body, name, true);
  }

  /** Tells whether the code that asks runs beside the main shell. */
  public static boolean isAside() {
    return Thread.currentThread() instanceof ShellThread thread && thread.aside;
  }
}
