package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
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
  private final Parameter gamma = addParameter("gamma", Parameter.Type.GAMMA);
  private final Parameter beta = addParameter("beta", Parameter.Type.BETA);
  private final Parameter movingMean = addMoving("movingMean", Parameter.Type.RUNNING_MEAN);
  private final Parameter movingVariance = addMoving("movingVariance", Parameter.Type.RUNNING_VAR);
  private float momentum = 0.99f;
  private float epsilon = 1e-3f;

  BatchNormalization() {
    super("BatchNormalization", Activation.LINEAR);
  }

  private Parameter addMoving(String name, Parameter.Type type) {
    return addParameter(
        Parameter.builder().setName(name).setType(type).optRequiresGrad(false).build());
  }

  /** Sets how much of a moving average stays in a step, from 0 to 1. */
  public BatchNormalization momentum(float momentum) {
    requireFree();
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException("the momentum lies between 0 and 1, not at " + momentum);
    }
    this.momentum = momentum;
    return this;
  }

  /** Sets what is added to the variance, so that it is never zero. */
  public BatchNormalization epsilon(float epsilon) {
    requireFree();
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be above 0, not " + epsilon);
    }
    this.epsilon = epsilon;
    return this;
  }

  @Override
  protected Shape outputShape(Shape input) {
    return input;
  }

  @Override
  protected void prepareParameters(Shape input) {
    var channels = new Shape(input.get(0));
    gamma.setShape(channels);
    beta.setShape(channels);
    movingMean.setShape(channels);
    movingVariance.setShape(channels);
  }

  @Override
  protected NDArray call(Pass pass, NDArray x) {
    NDArray mean = pass.value(movingMean, x);
    NDArray variance = pass.value(movingVariance, x);
    if (pass.isTraining() && Engines.keepsBiasedVariance(x.getManager().getEngine())) {
      correct(pass, variance, x.size() / x.getShape().get(1));
    }
    return x.getNDArrayInternal()
        .batchNorm(
            x,
            mean,
            variance,
            pass.value(gamma, x),
            pass.value(beta, x),
            1,
            momentum,
            epsilon,
            pass.isTraining())
        .get(0);
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
