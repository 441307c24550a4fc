package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import java.util.Objects;

/**
 * A fully connected layer: activation(W x + b), with W of shape (units, inputs).
 *
 * <p>(batch, inputs) becomes (batch, units); parameters: units · (inputs + 1).
 */
public final class Dense extends Layer {
  private final int units;
  private final Parameter weight = addParameter("weight", Parameter.Type.WEIGHT);
  private final Parameter bias = addParameter("bias", Parameter.Type.BIAS);
  private Initialization initialization = Initialization.GLOROT_UNIFORM;

  Dense(int units, Activation activation) {
    super("Dense", activation);
    if (units < 1) {
      throw new IllegalArgumentException("a dense layer needs at least 1 unit, not " + units);
    }
    this.units = units;
  }

  /** Sets how the weights start. */
  public Dense initialization(Initialization initialization) {
    requireFree();
    this.initialization = Objects.requireNonNull(initialization);
    return this;
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
  protected double weightRange() {
    return initialization.range(weight.getShape().get(1), units);
  }

  @Override
  protected NDArray call(Pass pass, NDArray x) {
    return Linear.linear(x, pass.value(weight, x), pass.value(bias, x)).singletonOrThrow();
  }
}
