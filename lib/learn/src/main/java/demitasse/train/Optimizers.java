package demitasse.train;

/** The optimizers, for a static import: {@code adam(1e-3f)}. */
public final class Optimizers {
  private Optimizers() {}

  /**
   * Returns Adam with Keras' defaults: β₁ 0.9, β₂ 0.999, ε 1e-7.
   *
   * @param learningRate above 0; Keras' default is 0.001
   * @throws IllegalArgumentException if the learning rate is not a positive number
   */
  public static Optimizer adam(float learningRate) {
    return adam(Schedules.constant(learningRate));
  }

  /** Returns Adam with a learning rate that changes over the steps. */
  public static Optimizer adam(Schedule learningRate) {
    return new Adam(learningRate, 0.9f, 0.999f, 1e-7f);
  }

  /**
   * Returns plain stochastic gradient descent; {@code sgd(0.01f).momentum(0.9f).nesterov()} has
   * Nesterov's momentum.
   *
   * @param learningRate above 0; Keras' default is 0.01
   * @throws IllegalArgumentException if the learning rate is not a positive number
   */
  public static Sgd sgd(float learningRate) {
    return sgd(Schedules.constant(learningRate));
  }

  /** Returns stochastic gradient descent with a learning rate that changes over the steps. */
  public static Sgd sgd(Schedule learningRate) {
    return new Sgd(learningRate, 0, false, 0);
  }
}
