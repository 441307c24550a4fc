package demitasse.engine;

/**
 * Keeps SLF4J silent in notebooks. A library may bring a second logging back end; without this,
 * SLF4J would report the two on standard error.
 */
public final class SilentLogs {
  private static final String SILENT = "org.slf4j.nop.NOPServiceProvider";

  private SilentLogs() {}

  /**
   * Selects the silent back end if it is on the class path. Call this before anything is logged. A
   * program that wants logs leaves that back end off its class path, or names another one in the
   * system property {@code slf4j.provider}.
   */
  public static void unlessWanted() {
    try {
      Class.forName(SILENT, false, Thread.currentThread().getContextClassLoader());
      System.getProperties().putIfAbsent("slf4j.provider", SILENT);
      System.getProperties().putIfAbsent("slf4j.internal.verbosity", "WARN");
    } catch (ClassNotFoundException e) {
      // The program wants logs.
    }
  }
}
