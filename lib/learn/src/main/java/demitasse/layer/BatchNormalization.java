package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import demitasse.engine.Engines;

/**
 * Shifts and scales each channel: γ (x - mean) / √(variance + ε) + β, with learned γ and β.
 *
 * <p>In training, mean and variance are those of the batch, taken over all its pixels; moving
 * averages of them are kept, moving = momentum · moving + (1 - momentum) · batch, and used
 * otherwise. The moving variance takes in the unbiased estimate (divided by n - 1), as TensorFlow's
 * fused operation and PyTorch do; the batch itself is divided by the root of the biased one.
 *
 * <p>Parameters: 4 · channels, of which the 2 · channels moving averages are not trained. Unless
 * set, momentum is 0.99 and ε 0.001.
 *
 * <p>Ioffe and Szegedy: Batch normalization: accelerating deep network training by reducing
 * internal covariate shift, ICML 2015, algorithms 1 and 2.
 */
public final class BatchNormalization extends Layer {
  private final float momentum;
  private final float epsilon;
  private Weight gamma;
  private Weight beta;
  private Weight movingMean;
  private Weight movingVariance;

  BatchNormalization(String name, float momentum, float epsilon) {
    super("BatchNormalization", name, Activation.LINEAR);
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException("the momentum lies between 0 and 1, not at " + momentum);
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be above 0, not " + epsilon);
    }
    this.momentum = momentum;
    this.epsilon = epsilon;
  }

  /** Returns the same, of whose moving averages so much stays in a step, from 0 to 1. */
  public BatchNormalization momentum(double momentum) {
    return new BatchNormalization(givenName().orElse(null), (float) momentum, epsilon);
  }

  /** Returns the same, with this added to the variance, so that it is never zero. */
  public BatchNormalization epsilon(double epsilon) {
    return new BatchNormalization(givenName().orElse(null), momentum, (float) epsilon);
  }

  @Override
  public BatchNormalization name(String name) {
    return new BatchNormalization(name, momentum, epsilon);
  }

  @Override
  protected String settings() {
    return "momentum=" + momentum + ", epsilon=" + epsilon;
  }

  @Override
  protected Shape outputShape(Shape input) {
    return input;
  }

  @Override
  protected void declareWeights(Shape input) {
    var channels = new Shape(input.get(0));
    gamma = addWeight("gamma", channels, new Start.Constant(1));
    beta = addWeight("beta", channels, new Start.Constant(0));
    movingMean = addMoving("movingMean", channels, new Start.Constant(0));
    movingVariance = addMoving("movingVariance", channels, new Start.Constant(1));
  }

  @Override
  protected NDArray call(Pass pass, NDArray x) {
    NDArray mean = pass.value(movingMean);
    NDArray variance = pass.value(movingVariance);
    if (pass.isTraining() && Engines.keepsBiasedVariance(x.getManager().getEngine())) {
      correct(pass, variance, x.size() / x.getShape().get(1));
    }
    return x.getNDArrayInternal()
        .batchNorm(
            x,
            mean,
            variance,
            pass.value(gamma),
            pass.value(beta),
            1,
            momentum,
            epsilon,
            pass.isTraining())
        .get(0);
  }

  @Override
  protected <T> T export(LayerExporter<T> to, T x) {
    return to.batchNormalization(x, gamma, beta, movingMean, movingVariance, epsilon);
  }

  /** Once the engine has taken in the biased variance of n values, adds what is missing. */
  private void correct(Pass pass, NDArray variance, long n) {
    if (n < 2) {
      return;
    }
    NDArray before = variance.duplicate();
    pass.afterBackward(
        () -> {
          // after = momentum · before + taken in; what is missing is (taken in) / (n - 1).
          variance.muli(n / (n - 1f)).subi(before.muli(momentum / (n - 1f)));
          before.close();
        });
  }
}
