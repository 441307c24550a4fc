package demitasse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Targets of classifiers in their two forms: integer labels and one-hot vectors. */
final class Classes {
  private Classes() {}

  /**
   * Returns one-hot vectors.
   *
   * @param target labels of shape (batch), or vectors of shape (batch, classes)
   * @param output of the model, (batch, classes)
   * @throws IllegalArgumentException if the target has another shape
   */
  static NDArray oneHot(NDArray target, NDArray output) {
    Shape shape = target.getShape();
    if (shape.dimension() == 1) {
      return target.oneHot((int) output.getShape().get(1), DataType.FLOAT32);
    }
    if (!shape.equals(output.getShape())) {
      throw new IllegalArgumentException(
          "targets of shape " + shape + " do not fit outputs of shape " + output.getShape());
    }
    return target;
  }
}
