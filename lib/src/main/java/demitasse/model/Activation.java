package demitasse.model;

import ai.djl.ndarray.NDArray;
import java.util.Locale;

/** The function that a layer applies to each of its outputs, under Keras' names. */
public enum Activation {
  /** f(x) = x. */
  LINEAR {
    @Override
    NDArray apply(NDArray x) {
      return x;
    }
  },
  /** f(x) = max(0, x). */
  RELU {
    @Override
    NDArray apply(NDArray x) {
      return ai.djl.nn.Activation.relu(x);
    }
  },
  /** f(x) = 1 / (1 + exp(-x)). */
  SIGMOID {
    @Override
    NDArray apply(NDArray x) {
      return ai.djl.nn.Activation.sigmoid(x);
    }
  };

  /** Applies the function to each element; the result is attached to the manager of {@code x}. */
  abstract NDArray apply(NDArray x);

  /** Returns Keras' name, such as {@code relu}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
