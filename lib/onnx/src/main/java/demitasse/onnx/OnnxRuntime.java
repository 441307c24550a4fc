package demitasse.onnx;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineProvider;
import java.util.ServiceLoader;

/** ONNX Runtime, DJL's engine of this name. */
final class OnnxRuntime {
  private static final String NAME = "OnnxRuntime";

  /** Without this, DJL also starts PyTorch for array operations, and may download it. */
  private static final String ALONE = "ai.djl.onnx.disable_alternative";

  private OnnxRuntime() {}

  /**
   * Returns the engine.
   *
   * @throws IllegalStateException if it is not on the class path
   */
  static synchronized Engine engine() {
    if (System.getProperty(ALONE) == null) {
      System.setProperty(ALONE, "true");
    }
    if (!Engine.hasEngine(NAME)) {
      register();
    }
    return Engine.getEngine(NAME);
  }

  /** DJL looks for engines only once, and a notebook may add this one later. */
  private static void register() {
    EngineProvider provider =
        ServiceLoader.load(EngineProvider.class, OnnxRuntime.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .filter(each -> each.getEngineName().equals(NAME))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "ONNX Runtime, which runs the model, is not on the class path. In a"
                            + " notebook, add it with %maven ai.djl.onnxruntime:onnxruntime-engine:"
                            + Engine.getDjlVersion()
                            + " (137 MB)"));
    Engine.registerEngine(provider);
  }

  /** Returns ONNX Runtime's message about a failure, without the error code. */
  static String reason(Throwable thrown) {
    Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
    return String.valueOf(cause.getMessage())
        .replaceFirst("(?s)^Error code - \\w+ - message: ", "")
        .strip();
  }
}
