package demitasse.layer;

import static demitasse.numeric.Arguments.given;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** Stands in front of a model's layers and tells the shape of its inputs. */
public final class Input extends Layer {
  private final Shape shape;

  Input(long... sides) {
    super("Input", null, Activation.LINEAR);
    given(sides, "the shape");
    if (sides.length == 0 || Arrays.stream(sides).anyMatch(side -> side < 1)) {
      throw new IllegalArgumentException(
          "an input has one side or more, each of at least 1: not " + Arrays.toString(sides));
    }
    this.shape = new Shape(sides);
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
