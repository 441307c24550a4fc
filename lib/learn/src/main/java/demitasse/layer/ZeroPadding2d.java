package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Adds zeros on all four sides. */
final class ZeroPadding2d extends Layer {
  private final int width;

  ZeroPadding2d(String name, int width) {
    super("ZeroPadding2D", name, Activation.LINEAR);
    if (width < 0) {
      throw new IllegalArgumentException("a border cannot be " + width + " wide");
    }
    this.width = width;
  }

  @Override
  public ZeroPadding2d name(String name) {
    return new ZeroPadding2d(name, width);
  }

  @Override
  protected String settings() {
    return "padding=" + width;
  }

  @Override
  protected Shape outputShape(Shape input) {
    Window.requireImage(input);
    return new Shape(input.get(0), input.get(1) + 2L * width, input.get(2) + 2L * width);
  }

  @Override
  protected NDArray call(Pass pass, NDArray x) {
    return new Border(width, width, width, width).around(x, 0);
  }

  @Override
  protected <T> T export(LayerExporter<T> to, T x) {
    return to.zeroPadding(x, new Border(width, width, width, width));
  }
}
