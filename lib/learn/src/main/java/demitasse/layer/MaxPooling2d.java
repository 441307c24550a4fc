package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Objects;

/**
 * Takes the largest value under a window, channel by channel.
 *
 * <p>(batch, channels, height, width) becomes (batch, channels, height', width'). Unless set, the
 * strides are the size of the window and the padding is {@code valid}.
 */
public final class MaxPooling2d extends Layer {
  private Window window;

  MaxPooling2d(int poolSize) {
    super("MaxPooling2D", Activation.LINEAR);
    window = new Window(poolSize, poolSize, Padding.VALID);
  }

  /** Sets by how many pixels the window moves. */
  public MaxPooling2d strides(int strides) {
    requireFree();
    window = window.strides(strides);
    return this;
  }

  /** Sets what happens at the edge; what is added there is never the largest. */
  public MaxPooling2d padding(Padding padding) {
    requireFree();
    window = window.padding(Objects.requireNonNull(padding));
    return this;
  }

  @Override
  protected Shape outputShape(Shape input) {
    return new Shape(input.get(0)).addAll(window.places(input));
  }

  @Override
  protected NDArray call(Pass pass, NDArray x) {
    Border border = window.border(x.getShape().slice(1));
    NDArray bordered = border.around(x, -Float.MAX_VALUE);
    return bordered
        .getNDArrayInternal()
        .maxPool(
            new Shape(window.size(), window.size()),
            new Shape(window.strides(), window.strides()),
            new Shape(0, 0),
            /* ceilMode= */ false);
  }
}
