package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Stands in front of a model's layers and tells the shape of its inputs. */
public final class Input extends Layer {
  private final Shape shape;

  Input(Shape shape) {
    super("Input", null, Activation.LINEAR);
    this.shape = shape;
  }

  /** Returns the shape of one input, without the batch dimension. */
  public Shape shape() {
    return shape;
  }

  /** Returns this: an input's name is always {@link Network#INPUT}. */
  @Override
  public Input name(String name) {
    return this;
  }

  @Override
  protected Shape outputShape(Shape input) {
    return shape;
  }

  @Override
  protected NDArray call(Pass pass, NDArray x) {
    return x;
  }

  @Override
  protected <T> T export(LayerExporter<T> to, T x) {
    return x;
  }

  @Override
  protected String settings() {
    return "shape=" + shape;
  }
}
