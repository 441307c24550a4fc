package demitasse.engine;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

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

  private static Engine started;

  private Engines() {}

  /** Says once, in one line, that PyTorch has taken over. */
  private static final class Notice {
    static {
      System.out.println(
          "There is no native library of MXNet for %s on %s: PyTorch does the computing."
              .formatted(System.getProperty("os.name"), System.getProperty("os.arch")));
    }

    private static void show() {
      // Its class is initialised on the first call, and only then.
    }
  }

  /**
   * Returns the engine that all models use.
   *
   * @throws IllegalStateException if its native library is not on the class path; the message says
   *     what to do
   */
  public static Engine current() {
    ClassLoader loader = Engines.class.getClassLoader();
    String asked = System.getenv(VARIABLE);
    String chosen =
        choose(
            asked,
            loader.getResource("native/lib/mxnet.properties") != null,
            loader.getResource("native/lib/pytorch.properties") != null);
    if (takesOver(chosen, asked)) {
      Notice.show();
    }
    return started(chosen);
  }

  private static synchronized Engine started(String name) {
    if (started == null) {
      SilentLogs.unlessWanted();
      if (name.equals(MXNET)) {
        NativeSettings.forMxnet();
      } else {
        NativeSettings.forPytorch();
      }
      Engine engine = Engine.getEngine(name);
      // With its first array MXNet announces a way of working that a setting asks for, and with the
      // first that is set PyTorch warns of a function that DJL calls.
      ErrorStream.silencedWhile(
          () -> {
            try (NDManager manager = engine.newBaseManager()) {
              manager.create(1f).set(new float[] {1});
            }
          });
      started = engine;
    }
    return started;
  }

  /** Tells whether PyTorch was chosen although nobody asked for it. */
  static boolean takesOver(String chosen, String asked) {
    return chosen.equals(PYTORCH) && (asked == null || asked.isBlank());
  }

  /** Tells whether an array is MXNet's. */
  public static boolean isMxnet(NDArray array) {
    return array.getManager().getEngine().getEngineName().equals(MXNET);
  }

  /**
   * Tells whether an array's engine adds a new gradient to the one before, so that a step must
   * leave it at zero, and does not put it in its place.
   */
  public static boolean addsGradients(NDArray array) {
    return !isMxnet(array);
  }

  /**
   * Tells whether the engine's batch normalization keeps the biased variance of a batch (divided by
   * n) as its moving average, and not the unbiased one (divided by n - 1).
   */
  public static boolean keepsBiasedVariance(Engine engine) {
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
