package demitasse.layer;

import static demitasse.numeric.Arguments.given;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;

/**
 * A fully connected layer: activation(W x + b), with W of shape (units, inputs).
 *
 * <p>(batch, inputs) becomes (batch, units); parameters: units · (inputs + 1).
 */
public final class Dense extends Layer {
  private final int units;
  private final Initializer initializer;
  private Weight weight;
  private Weight bias;

  Dense(String name, int units, Activation activation, Initializer initializer) {
    super("Dense", name, activation);
    if (units < 1) {
      throw new IllegalArgumentException("a dense layer needs at least 1 unit, not " + units);
    }
    this.units = units;
    this.initializer = given(initializer, "the initializer");
  }

  /** Returns the same, with weights that start so. */
  public Dense initializer(Initializer initializer) {
    return new Dense(givenName().orElse(null), units, activation(), initializer);
  }

  @Override
  public Dense name(String name) {
    return new Dense(name, units, activation(), initializer);
  }

  @Override
  protected String settings() {
    return "units=" + units;
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
  protected void declareWeights(Shape input) {
    long inputs = input.get(0);
    weight = addWeight("weight", new Shape(units, inputs), initializer.start(inputs, units));
    bias = addWeight("bias", new Shape(units), new Start.Constant(0));
  }

  @Override
  protected NDArray call(Pass pass, NDArray x) {
    return Linear.linear(x, pass.value(weight), pass.value(bias)).singletonOrThrow();
  }

  @Override
  protected <T> T export(LayerExporter<T> to, T x) {
    return to.dense(x, weight, bias);
  }
}
