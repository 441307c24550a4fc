package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import demitasse.engine.Engines;

/**
 * What is added around an image, or cut off, in pixels.
 *
 * @param top rows above
 * @param bottom rows below
 * @param left columns on the left
 * @param right columns on the right
 */
public record Border(int top, int bottom, int left, int right) {
  /** Tells whether opposite sides are alike, which the engines' own operations can do. */
  boolean isSymmetric() {
    return top == bottom && left == right;
  }

  /** Tells whether nothing is added. */
  boolean isEmpty() {
    return top == 0 && bottom == 0 && left == 0 && right == 0;
  }

  /** Returns (top, left), for operations that add the same on the opposite sides. */
  Shape symmetric() {
    return new Shape(top, left);
  }

  /**
   * Returns the images with the border around them.
   *
   * @param x shape (batch, channels, height, width)
   * @param value of the border
   */
  NDArray around(NDArray x, float value) {
    if (isEmpty()) {
      return x;
    }
    return Engines.isMxnet(x)
        ? Operations.pad(x, this, value)
        : pad(pad(x, 2, top, bottom, value), 3, left, right, value);
  }

  /** Pads along one axis. */
  private static NDArray pad(NDArray x, int axis, int before, int after, float value) {
    if (before == 0 && after == 0) {
      return x;
    }
    var parts = new NDList();
    if (before > 0) {
      parts.add(strip(x, axis, before, value));
    }
    parts.add(x);
    if (after > 0) {
      parts.add(strip(x, axis, after, value));
    }
    return NDArrays.concat(parts, axis);
  }

  private static NDArray strip(NDArray x, int axis, int width, float value) {
    long[] shape = x.getShape().getShape().clone();
    shape[axis] = width;
    return x.getManager().full(new Shape(shape), value);
  }
}
