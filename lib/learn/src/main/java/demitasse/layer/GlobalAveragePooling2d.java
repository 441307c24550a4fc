package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** The mean of each channel: (batch, channels, height, width) becomes (batch, channels). */
final class GlobalAveragePooling2d extends Layer {
  GlobalAveragePooling2d(String name) {
    super("GlobalAveragePooling2D", name, Activation.LINEAR);
  }

  @Override
  public GlobalAveragePooling2d name(String name) {
    return new GlobalAveragePooling2d(name);
  }

  @Override
  protected Shape outputShape(Shape input) {
    Window.requireImage(input);
    return new Shape(input.get(0));
  }

  @Override
  protected NDArray call(Pass pass, NDArray x) {
    return x.getNDArrayInternal().globalAvgPool();
  }

  @Override
  protected <T> T export(LayerExporter<T> to, T x) {
    return to.channelMeans(x);
  }
}
