package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Makes a vector of an array of any shape, in the order in which its numbers lie. */
final class Flatten extends Layer {
  Flatten(String name) {
    super("Flatten", name, Activation.LINEAR);
  }

  @Override
  public Flatten name(String name) {
    return new Flatten(name);
  }

  @Override
  protected Shape outputShape(Shape input) {
    return new Shape(input.size());
  }

  @Override
  protected NDArray call(Pass pass, NDArray x) {
    return Operations.reshape(x, new Shape(-1, x.getShape().slice(1).size()));
  }

  @Override
  protected <T> T export(LayerExporter<T> to, T x) {
    return to.reshape(x, outputShape(inputShape()));
  }
}
