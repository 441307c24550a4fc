package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;

/**
 * Convolutions whose windows lie side by side, as matrix products of the pixels under each window.
 * PyTorch's own convolution takes far longer over so small a window (measured in bench/README.md).
 *
 * <p>Inside, the channels of a pixel lie side by side, so that they are moved together. The results
 * keep this order in memory, whatever their shape says.
 */
final class Tiles {
  private Tiles() {}

  /** Tells whether the windows cover the images without a remainder. */
  static boolean fit(NDArray x, int side) {
    Shape shape = x.getShape();
    return shape.get(2) % side == 0 && shape.get(3) % side == 0;
  }

  /**
   * Returns the convolution.
   *
   * @param x shape (batch, channels, height, width), of windows that {@link #fit}
   * @param weight shape (filters, channels, side, side)
   * @param bias shape (filters)
   * @return shape (batch, filters, height / side, width / side)
   */
  static NDArray convolution(NDArray x, NDArray weight, NDArray bias, int side) {
    Shape shape = x.getShape();
    long filters = weight.getShape().get(0);
    long numbers = side * side * shape.get(1);
    long height = shape.get(2) / side;
    long width = shape.get(3) / side;
    NDArray filter = scoped(weight.transpose(0, 2, 3, 1), x).reshape(filters, numbers);
    NDArray windows =
        x.transpose(0, 2, 3, 1)
            .reshape(new Shape(-1, height, side, width, side, shape.get(1)))
            .transpose(0, 1, 3, 2, 4, 5)
            .reshape(-1, numbers);
    return product(windows, filter, bias).reshape(-1, height, width, filters).transpose(0, 3, 1, 2);
  }

  /**
   * Returns the transposed convolution.
   *
   * @param x shape (batch, channels, height, width)
   * @param weight shape (filters, side, side, channels)
   * @param bias shape (filters)
   * @return shape (batch, filters, height · side, width · side)
   */
  static NDArray transposed(NDArray x, NDArray weight, NDArray bias, int side) {
    Shape shape = x.getShape();
    long filters = weight.getShape().get(0);
    long channels = shape.get(1);
    long height = shape.get(2);
    long width = shape.get(3);
    NDArray filter = scoped(weight.transpose(1, 2, 0, 3), x).reshape(-1, channels);
    NDArray row = scoped(bias.reshape(1, filters), x);
    NDArray biases = row.broadcast((long) side * side, filters).reshape(-1);
    NDArray pixels = x.transpose(0, 2, 3, 1).reshape(-1, channels);
    return product(pixels, filter, biases)
        .reshape(new Shape(-1, height, width, side, side, filters))
        .transpose(0, 1, 3, 2, 4, 5)
        .reshape(-1, height * side, width * side, filters)
        .transpose(0, 3, 1, 2);
  }

  private static NDArray product(NDArray rows, NDArray weight, NDArray bias) {
    return Linear.linear(rows, weight, bias).singletonOrThrow();
  }

  /** Frees what is made of weights with the batch; otherwise it would stay as long as the model. */
  static NDArray scoped(NDArray array, NDArray x) {
    array.attach(x.getManager());
    return array;
  }
}
