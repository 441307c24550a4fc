package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Nothing but its activation. */
final class ActivationLayer extends Layer {
  ActivationLayer(String name, Activation activation) {
    super("Activation", name, activation);
  }

  @Override
  public ActivationLayer name(String name) {
    return new ActivationLayer(name, activation());
  }

  @Override
  protected Shape outputShape(Shape input) {
    return input;
  }

  @Override
  protected NDArray call(Pass pass, NDArray x) {
    return x;
  }

  @Override
  protected <T> T export(LayerExporter<T> to, T x) {
    return x;
  }
}
