package demitasse.layer;

import static demitasse.numeric.Arguments.given;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Takes the largest value under a window, channel by channel.
 *
 * <p>(batch, channels, height, width) becomes (batch, channels, height', width'). Unless set, the
 * strides are the size of the window and the padding is {@code valid}.
 */
public final class MaxPooling2d extends Layer {
  private final Window window;

  MaxPooling2d(int poolSize) {
    this(null, new Window(poolSize, poolSize, Padding.VALID));
  }

  private MaxPooling2d(String name, Window window) {
    super("MaxPooling2D", name, Activation.LINEAR);
    this.window = window;
  }

  private MaxPooling2d with(Window window) {
    return new MaxPooling2d(givenName().orElse(null), window);
  }

  /** Returns the same, with a window that moves by so many pixels. */
  public MaxPooling2d strides(int strides) {
    return with(window.strides(strides));
  }

  /** Returns the same, with this border; what is added there is never the largest. */
  public MaxPooling2d padding(Padding padding) {
    return with(window.padding(given(padding, "the padding")));
  }

  @Override
  public MaxPooling2d name(String name) {
    return new MaxPooling2d(name, window);
  }

  @Override
  protected String settings() {
    return "pool_size=" + window;
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

  @Override
  protected <T> T export(LayerExporter<T> to, T x) {
    return to.maxPooling(x, window.size(), window.strides(), window.border(inputShape()));
  }
}
