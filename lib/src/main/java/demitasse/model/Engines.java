package demitasse.model;

import ai.djl.engine.Engine;

/**
 * Which deep-learning engine does the computing: MXNet, or PyTorch where MXNet has no native
 * library (Apple silicon, Linux on ARM) or where the environment variable {@code DEMITASSE_ENGINE}
 * asks for it.
 */
public final class Engines {
  /** The environment variable that picks the engine. */
  public static final String VARIABLE = "DEMITASSE_ENGINE";

  private static final String MXNET = "MXNet";
  private static final String PYTORCH = "PyTorch";

  private Engines() {}

  /**
   * Returns the engine that all models use.
   *
   * @throws IllegalStateException if its native library is not on the class path; the message says
   *     what to do
   */
  public static Engine current() {
    ClassLoader loader = Engines.class.getClassLoader();
    return Engine.getEngine(
        choose(
            System.getenv(VARIABLE),
            loader.getResource("native/lib/mxnet.properties") != null,
            loader.getResource("native/lib/pytorch.properties") != null));
  }

  /**
   * Tells whether the engine's batch normalization keeps the biased variance of a batch (divided by
   * n) as its moving average, and not the unbiased one (divided by n - 1).
   */
  static boolean keepsBiasedVariance(Engine engine) {
    return engine.getEngineName().equals(MXNET);
  }

  /**
   * Returns the name of the engine to use. The choice goes by what is on the class path, because
   * DJL, asked for an engine that is not, would try to download it.
   */
  static String choose(String asked, boolean mxnetThere, boolean pytorchThere) {
    if (asked == null || asked.isBlank()) {
      if (!mxnetThere && !pytorchThere) {
        throw new IllegalStateException(
            "neither MXNet nor PyTorch has a native library for this machine on the class path");
      }
      return mxnetThere ? MXNET : PYTORCH;
    }
    boolean there;
    if (asked.equals(MXNET)) {
      there = mxnetThere;
    } else if (asked.equals(PYTORCH)) {
      there = pytorchThere;
    } else {
      throw new IllegalStateException(VARIABLE + "=" + asked + " is neither MXNet nor PyTorch");
    }
    if (!there) {
      throw new IllegalStateException(
          VARIABLE
              + "="
              + asked
              + ", but its native library is not on the class path: run ./demitasse kernel with this"
              + " setting, and restart the notebook's kernel");
    }
    return asked;
  }
}
