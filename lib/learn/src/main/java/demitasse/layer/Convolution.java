package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** The engine's convolution of images. */
final class Convolution {
  private static final Shape UNDILATED = new Shape(1, 1);

  private Convolution() {}

  /**
   * Returns the convolution.
   *
   * @param x shape (batch, channels, height, width)
   * @param weight shape (filters, channels, kernel, kernel)
   * @param bias shape (filters)
   * @param padding zeros at the top and at the bottom, at the left and at the right
   */
  static NDArray of(NDArray x, NDArray weight, NDArray bias, int strides, Shape padding) {
    return x.getNDArrayInternal()
        .convolution(x, weight, bias, new Shape(strides, strides), padding, UNDILATED, 1)
        .singletonOrThrow();
  }
}
