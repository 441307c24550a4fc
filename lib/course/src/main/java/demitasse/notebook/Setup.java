package demitasse.notebook;

import ai.djl.engine.Engine;
import demitasse.engine.Engines;
import java.util.Locale;

/**
 * The opening of a notebook: on what it runs, in one line.
 *
 * @param profile how much it computes
 * @param java version of the virtual machine
 * @param engine name and version of the deep-learning engine
 * @param processors how many the virtual machine may use
 * @param heapMebibytes how large its heap may grow
 */
public record Setup(
    Profile profile, String java, String engine, int processors, long heapMebibytes) {

  /** Returns what the process finds itself on; loads the engine. */
  public static Setup current() {
    Engine engine = Engines.current();
    return new Setup(
        Profile.current(),
        Runtime.version().toString(),
        engine.getEngineName() + " " + engine.getVersion(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory() >> 20);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "profile %s · Java %s · %s · %d processors · heap up to %,d MB",
        profile,
        java,
        engine,
        processors,
        heapMebibytes);
  }
}
