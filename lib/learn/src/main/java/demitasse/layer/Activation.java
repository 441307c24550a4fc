package demitasse.layer;

import ai.djl.ndarray.NDArray;
import java.util.Locale;

/** The function that a layer applies to each of its outputs, under Keras' names. */
public enum Activation {
  /** f(x) = x. */
  LINEAR {
    @Override
    public NDArray of(NDArray x) {
      return x;
    }
  },
  /** f(x) = max(0, x). */
  RELU {
    @Override
    public NDArray of(NDArray x) {
      return ai.djl.nn.Activation.relu(x);
    }
  },
  /**
   * f(x) = x above 0, exp(x) - 1 below: α = 1, Keras' default.
   *
   * <p>Clevert, Unterthiner and Hochreiter: Fast and accurate deep network learning by exponential
   * linear units, ICLR 2016, equation 15.
   */
  ELU {
    @Override
    public NDArray of(NDArray x) {
      return ai.djl.nn.Activation.elu(x, 1);
    }
  },
  /**
   * f(x) = x above 0, 0.2 x below: {@link #LEAKY_RELU_SLOPE}, Keras' default.
   *
   * <p>Maas, Hannun and Ng: Rectifier nonlinearities improve neural network acoustic models, ICML
   * 2013, section 2; their slope below 0 is 0.01.
   */
  LEAKY_RELU {
    @Override
    public NDArray of(NDArray x) {
      return ai.djl.nn.Activation.leakyRelu(x, LEAKY_RELU_SLOPE);
    }
  },
  /** f(x) = 1 / (1 + exp(-x)). */
  SIGMOID {
    @Override
    public NDArray of(NDArray x) {
      return ai.djl.nn.Activation.sigmoid(x);
    }
  },
  /** f(x) = (exp(x) - exp(-x)) / (exp(x) + exp(-x)). */
  TANH {
    @Override
    public NDArray of(NDArray x) {
      return ai.djl.nn.Activation.tanh(x);
    }
  },
  /**
   * exp(x) divided by its sum over the last axis: the outputs are probabilities, their sum is 1.
   */
  SOFTMAX {
    @Override
    public NDArray of(NDArray x) {
      return x.softmax(-1);
    }
  };

  /** Keras' default slope of {@link #LEAKY_RELU} below 0. */
  public static final float LEAKY_RELU_SLOPE = 0.2f;

  /** Applies the function to each element; the result is attached to the manager of {@code x}. */
  public abstract NDArray of(NDArray x);

  /** Returns Keras' name, such as {@code relu}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
