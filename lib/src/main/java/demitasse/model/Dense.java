package demitasse.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;

/**
 * A fully connected layer: activation(W x + b), with W of shape (units, inputs).
 *
 * <p>(batch, inputs) becomes (batch, units); parameters: units · (inputs + 1).
 */
final class Dense extends Layer {
  private final int units;
  private final Activation activation;
  private final Parameter weight;
  private final Parameter bias;

  Dense(int units, Activation activation) {
    super("dense");
    if (units < 1) {
      throw new IllegalArgumentException("a dense layer needs at least 1 unit, not " + units);
    }
    this.units = units;
    this.activation = activation;
    this.weight =
        addParameter(Parameter.builder().setName("weight").setType(Parameter.Type.WEIGHT).build());
    this.bias =
        addParameter(Parameter.builder().setName("bias").setType(Parameter.Type.BIAS).build());
  }

  @Override
  public Activation activation() {
    return activation;
  }

  @Override
  protected Shape outputShape(Shape input) {
    if (input.dimension() != 1) {
      throw new IllegalArgumentException(
          "a dense layer takes a vector, not an input of shape " + input + ": flatten it first");
    }
    return new Shape(units);
  }

  @Override
  protected void prepareParameters(Shape input) {
    weight.setShape(new Shape(units, input.get(0)));
    bias.setShape(new Shape(units));
  }

  @Override
  protected NDArray call(ParameterStore weights, NDArray x, boolean training) {
    NDArray w = value(weights, weight, x, training);
    NDArray b = value(weights, bias, x, training);
    return activation.apply(Linear.linear(x, w, b).singletonOrThrow());
  }
}
