package demitasse.kernel;

/** The kernel's own threads: daemons, so that none of them keeps a finished kernel alive. */
final class Threads {
  private static final String PREFIX = "demitasse-";

  private Threads() {}

  static Thread start(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Tells whether the kernel has started this thread. */
  static boolean ours(Thread thread) {
    return thread.getName().startsWith(PREFIX);
  }
}
