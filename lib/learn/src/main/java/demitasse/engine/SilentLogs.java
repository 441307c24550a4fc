package demitasse.engine;

/**
 * Keeps a notebook silent that has no back end for logs, also when a library brings one: without
 * this SLF4J would report on standard error that there are two.
 */
public final class SilentLogs {
  private static final String SILENT = "org.slf4j.nop.NOPServiceProvider";

  private SilentLogs() {}

  /**
   * Decides for the silent back end if it is on the class path. To be called before anything is
   * logged; a program that wants logs leaves it off its class path, or names another one in the
   * system property {@code slf4j.provider}.
   */
  public static void unlessWanted() {
    try {
      Class.forName(SILENT, false, Thread.currentThread().getContextClassLoader());
      System.getProperties().putIfAbsent("slf4j.provider", SILENT);
      System.getProperties().putIfAbsent("slf4j.internal.verbosity", "WARN");
    } catch (ClassNotFoundException e) {
      // A program that wants logs.
    }
  }
}
