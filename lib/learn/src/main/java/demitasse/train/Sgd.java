package demitasse.train;

/**
 * Stochastic gradient descent, plain or with momentum, in the form of Keras: v ← m v - lr g, and
 * then w ← w + v, or with Nesterov's look ahead w ← w + m v - lr g. Weight decay λ adds λ w to g.
 *
 * <p>Sutskever, Martens, Dahl and Hinton: On the importance of initialization and momentum in deep
 * learning, ICML 2013, equations 3 and 4.
 */
public final class Sgd implements Optimizer {
  private final Schedule learningRate;
  private final float momentum;
  private final boolean nesterov;
  private final float weightDecay;

  Sgd(Schedule learningRate, float momentum, boolean nesterov, float weightDecay) {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("the momentum is at least 0 and below 1, not " + momentum);
    }
    if (!(weightDecay >= 0) || Float.isInfinite(weightDecay)) {
      throw new IllegalArgumentException("the weight decay must not be " + weightDecay);
    }
    this.learningRate = learningRate;
    this.momentum = momentum;
    this.nesterov = nesterov;
    this.weightDecay = weightDecay;
  }

  /** Returns the same with a momentum, 0 ≤ momentum &lt; 1. */
  public Sgd momentum(double momentum) {
    return new Sgd(learningRate, (float) momentum, nesterov, weightDecay);
  }

  /** Returns the same with Nesterov's look ahead. */
  public Sgd nesterov() {
    return new Sgd(learningRate, momentum, true, weightDecay);
  }

  /**
   * Returns the same with weight decay: each step also pulls every parameter, biases and batch
   * normalizations included, towards 0, by {@code weightDecay} times its value. It is added to the
   * gradient, before the momentum, as in the papers on residual networks and in PyTorch; it is the
   * gradient of the L2 penalty {@code weightDecay / 2 · w²}. (Keras' {@code weight_decay} passes
   * the momentum by: there the number must be 1 / (1 - momentum) times as large for a like effect.)
   *
   * @throws IllegalArgumentException if it is negative
   */
  public Sgd weightDecay(double weightDecay) {
    return new Sgd(learningRate, momentum, nesterov, (float) weightDecay);
  }

  @Override
  public String name() {
    return "sgd(momentum=%s, nesterov=%s, weight_decay=%s)"
        .formatted(momentum, nesterov, weightDecay);
  }

  @Override
  public String learningRates() {
    return learningRate.samples();
  }

  @Override
  public int stateArrays() {
    return momentum == 0 ? 0 : 1;
  }

  @Override
  public Update at(long step) {
    float rate = learningRate.at(step - 1);
    return (weight, gradient, state, count) -> {
      if (weightDecay > 0) {
        pull(weight, gradient, count);
      }
      if (momentum == 0) {
        plain(weight, gradient, count, rate);
      } else if (nesterov) {
        ahead(weight, gradient, state[0], count, rate);
      } else {
        rolling(weight, gradient, state[0], count, rate);
      }
    };
  }

  private void pull(float[] w, float[] g, int count) {
    float decay = weightDecay;
    for (int i = 0; i < count; i++) {
      g[i] += decay * w[i];
    }
  }

  private static void plain(float[] w, float[] g, int count, float rate) {
    for (int i = 0; i < count; i++) {
      w[i] -= rate * g[i];
    }
  }

  private void rolling(float[] w, float[] g, float[] v, int count, float rate) {
    float m = momentum;
    for (int i = 0; i < count; i++) {
      v[i] = m * v[i] - rate * g[i];
      w[i] += v[i];
    }
  }

  private void ahead(float[] w, float[] g, float[] v, int count, float rate) {
    float m = momentum;
    for (int i = 0; i < count; i++) {
      v[i] = m * v[i] - rate * g[i];
      w[i] += m * v[i] - rate * g[i];
    }
  }

  @Override
  public String toString() {
    return "Sgd[learningRate=%s, momentum=%s, nesterov=%s, weightDecay=%s]"
        .formatted(learningRate, momentum, nesterov, weightDecay);
  }
}
