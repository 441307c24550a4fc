package demitasse.train;

import static demitasse.numeric.Arguments.given;

/**
 * What training needs, for a static import: {@code model.compile(adam(1e-3), mse())}, {@code
 * model.fit(samples, epochs(10))}. Names and defaults are Keras'.
 */
public final class Training {
  private Training() {}

  // ---- optimizers

  /**
   * Returns Adam with Keras' defaults: β₁ 0.9, β₂ 0.999, ε 1e-7.
   *
   * @param learningRate above 0; Keras' default is 0.001
   * @throws IllegalArgumentException if the learning rate is not a positive number
   */
  public static Optimizer adam(double learningRate) {
    return adam(constant(learningRate));
  }

  /** Returns Adam with a learning rate that changes over the steps. */
  public static Optimizer adam(Schedule learningRate) {
    given(learningRate, "the learning rate");
    return new Adam(learningRate, 0.9f, 0.999f, 1e-7f);
  }

  /**
   * Returns plain stochastic gradient descent; {@code sgd(0.01).momentum(0.9).nesterov()} has
   * Nesterov's momentum.
   *
   * @param learningRate above 0; Keras' default is 0.01
   * @throws IllegalArgumentException if the learning rate is not a positive number
   */
  public static Sgd sgd(double learningRate) {
    return sgd(constant(learningRate));
  }

  /** Returns stochastic gradient descent with a learning rate that changes over the steps. */
  public static Sgd sgd(Schedule learningRate) {
    given(learningRate, "the learning rate");
    return new Sgd(learningRate, 0, false, 0);
  }

  // ---- schedules of the learning rate

  /**
   * Returns the same rate for all steps.
   *
   * @throws IllegalArgumentException if it is not a positive number
   */
  public static Schedule constant(double learningRate) {
    return new Constant((float) learningRate);
  }

  /**
   * Returns Keras' {@code ExponentialDecay} with {@code staircase}: initial · rate^⌊step / steps⌋.
   *
   * @param initial the rate of the first steps, above 0
   * @param steps after so many steps the rate falls, at least 1
   * @param rate by what it is multiplied then, above 0
   * @throws IllegalArgumentException if a number is out of bounds
   */
  public static Schedule staircase(double initial, long steps, double rate) {
    return new Staircase((float) initial, steps, (float) rate);
  }

  /**
   * Returns a warm-up followed by a cosine: the rate rises in equal steps to {@code highest}, and
   * then falls along half a wave to 0, which it reaches at the end of the training.
   *
   * <p>Loshchilov and Hutter: SGDR: Stochastic gradient descent with warm restarts, ICLR 2017,
   * equation 5 without restarts; Goyal et al.: Accurate, large minibatch SGD, 2017, section 2.2,
   * for the warm-up.
   *
   * @param highest the rate at the end of the warm-up, above 0
   * @param warmup number of steps in which it rises, at least 0
   * @param steps number of all steps of the training, more than {@code warmup}; beyond them the
   *     rate is 0
   * @throws IllegalArgumentException if a number is out of bounds
   */
  public static Schedule cosine(double highest, long warmup, long steps) {
    return new Cosine((float) highest, warmup, steps);
  }

  // ---- losses

  /**
   * Returns the mean squared error: the mean of (target - output)² over the batch and over all
   * elements of the output, without a factor ½, as in Keras.
   */
  public static Loss mse() {
    return new MeanSquaredError();
  }

  /**
   * Returns the cross-entropy for one-hot targets: -Σ target · ln(output) over the classes,
   * averaged over the batch. Targets and outputs have the shape (batch, classes), and the model
   * ends in a softmax.
   */
  public static Loss categoricalCrossentropy() {
    return new Crossentropy("categorical_crossentropy", false);
  }

  /**
   * Returns the cross-entropy for integer labels: -ln of the output of the true class, averaged
   * over the batch. Targets have the shape (batch), outputs (batch, classes), and the model ends in
   * a softmax.
   */
  public static Loss sparseCategoricalCrossentropy() {
    return new Crossentropy("sparse_categorical_crossentropy", true);
  }

  // ---- metrics

  /**
   * Returns the share of the samples whose true class has the largest output; of equal outputs the
   * first is the largest, and an output that is not a number is never right. Targets are integer
   * labels or one-hot vectors.
   */
  public static Metric accuracy() {
    return new TopAccuracy(1, "accuracy");
  }

  /**
   * Returns the share of the samples whose true class is among the {@code k} largest outputs, under
   * the key {@code top_5_accuracy} for k = 5.
   *
   * @throws IllegalArgumentException if {@code k} is less than 1
   */
  public static Metric topK(int k) {
    return new TopAccuracy(k, "top_" + k + "_accuracy");
  }

  // ---- fitting

  /**
   * Returns a fit of so many epochs, with batches of 32 and nothing else.
   *
   * @param epochs how many times to go through the training samples
   * @throws IllegalArgumentException if it is less than 1
   */
  public static Fit epochs(int epochs) {
    return new Fit(epochs);
  }

  static void requirePositive(String what, float value) {
    if (!(value > 0) || Float.isInfinite(value)) {
      throw new IllegalArgumentException(what + " must be a positive number, not " + value);
    }
  }
}
