package demitasse.train;

import ai.djl.ndarray.NDArray;

/**
 * Stochastic gradient descent, plain or with momentum, in the form of Keras: v ← m v - lr g, and
 * then w ← w + v, or with Nesterov's look ahead w ← w + m v - lr g.
 *
 * <p>Sutskever, Martens, Dahl and Hinton: On the importance of initialization and momentum in deep
 * learning, ICML 2013, equations 3 and 4.
 */
public final class Sgd implements Optimizer {
  private final Schedule learningRate;
  private final float momentum;
  private final boolean nesterov;

  Sgd(Schedule learningRate, float momentum, boolean nesterov) {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("the momentum is at least 0 and below 1, not " + momentum);
    }
    this.learningRate = learningRate;
    this.momentum = momentum;
    this.nesterov = nesterov;
  }

  /** Returns the same with a momentum, 0 ≤ momentum &lt; 1. */
  public Sgd momentum(float momentum) {
    return new Sgd(learningRate, momentum, nesterov);
  }

  /** Returns the same with Nesterov's look ahead. */
  public Sgd nesterov() {
    return new Sgd(learningRate, momentum, true);
  }

  @Override
  public int stateArrays() {
    return momentum == 0 ? 0 : 1;
  }

  @Override
  public void update(NDArray weight, NDArray gradient, NDArray[] state, long step) {
    gradient.muli(-learningRate.at(step - 1));
    if (momentum == 0) {
      weight.addi(gradient);
    } else {
      NDArray velocity = state[0];
      velocity.muli(momentum).addi(gradient);
      if (nesterov) {
        try (NDArray ahead = velocity.mul(momentum)) {
          weight.addi(ahead).addi(gradient);
        }
      } else {
        weight.addi(velocity);
      }
    }
    gradient.muli(0);
  }
}
