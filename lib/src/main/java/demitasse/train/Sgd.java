package demitasse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * Stochastic gradient descent, plain or with momentum, in the form of Keras: v ← m v - lr g, and
 * then w ← w + v, or with Nesterov's look ahead w ← w + m v - lr g. Weight decay λ adds λ w to g.
 *
 * <p>Sutskever, Martens, Dahl and Hinton: On the importance of initialization and momentum in deep
 * learning, ICML 2013, equations 3 and 4.
 */
public final class Sgd implements Optimizer {
  private static final float NO_DECAY = 0;
  private static final float UNSCALED = 1;
  private static final float UNCLIPPED = -1;

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
  public Sgd momentum(float momentum) {
    return new Sgd(learningRate, momentum, nesterov, weightDecay);
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
  public Sgd weightDecay(float weightDecay) {
    return new Sgd(learningRate, momentum, nesterov, weightDecay);
  }

  @Override
  public int stateArrays() {
    return momentum == 0 ? 0 : 1;
  }

  @Override
  public void update(NDArray weight, NDArray gradient, NDArray[] state, long step) {
    float rate = learningRate.at(step - 1);
    if (weightDecay > 0) {
      try (NDArray pull = weight.mul(weightDecay)) {
        gradient.addi(pull);
      }
    }
    if (weight.getManager().getEngine().getEngineName().equals("MXNet")) {
      fused(weight, gradient, state, rate);
      return;
    }
    gradient.muli(-rate);
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

  /**
   * The same in one operation, which only MXNet has, instead of up to seven. Not with its weight
   * decay: for Nesterov's momentum, MXNet takes it from the weight that it has changed already.
   */
  private void fused(NDArray weight, NDArray gradient, NDArray[] state, float rate) {
    var inputs = new NDList(weight, gradient);
    inputs.addAll(List.of(state));
    if (nesterov && momentum != 0) {
      weight
          .getNDArrayInternal()
          .nagUpdate(inputs, new NDList(weight), rate, NO_DECAY, UNSCALED, UNCLIPPED, momentum);
    } else {
      weight
          .getNDArrayInternal()
          .sgdUpdate(
              inputs, new NDList(weight), rate, NO_DECAY, UNSCALED, UNCLIPPED, momentum, false);
    }
  }
}
