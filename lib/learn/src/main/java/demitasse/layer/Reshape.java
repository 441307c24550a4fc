package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Gives the same numbers another shape, in the same order. */
final class Reshape extends Layer {
  private final Shape shape;

  Reshape(String name, Shape shape) {
    super("Reshape", name, Activation.LINEAR);
    this.shape = shape;
  }

  @Override
  public Reshape name(String name) {
    return new Reshape(name, shape);
  }

  @Override
  protected String settings() {
    return "shape=" + shape;
  }

  @Override
  protected Shape outputShape(Shape input) {
    if (input.size() != shape.size()) {
      throw new IllegalArgumentException(
          "%d numbers of shape %s do not fill the shape %s, which has %d"
              .formatted(input.size(), input, shape, shape.size()));
    }
    return shape;
  }

  @Override
  protected NDArray call(Pass pass, NDArray x) {
    return Operations.reshape(x, new Shape(-1).addAll(shape));
  }

  @Override
  protected <T> T export(LayerExporter<T> to, T x) {
    return to.reshape(x, shape);
  }
}
