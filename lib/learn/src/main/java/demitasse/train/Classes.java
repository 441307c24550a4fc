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
   * @throws IllegalArgumentException if the target has another shape, or a label has no output
   */
  static NDArray oneHot(NDArray target, NDArray output) {
    Shape shape = target.getShape();
    if (shape.dimension() == 1) {
      // The engines make a row of zeros, or read beyond the row, where a label has no output.
      labels(target, output);
      return target.oneHot((int) output.getShape().get(1), DataType.FLOAT32);
    }
    requireFit(shape, output.getShape());
    return target;
  }

  /**
   * Returns the label of each sample.
   *
   * @param target as in {@link #oneHot}
   * @param output of the model, (batch, classes)
   * @throws IllegalArgumentException if the target has another shape, or a label has no output
   */
  static int[] labels(NDArray target, NDArray output) {
    if (target.getShape().dimension() == 1) {
      int[] labels = target.toType(DataType.INT32, false).toIntArray();
      for (int label : labels) {
        requireOutput(label, output.getShape().get(1));
      }
      return labels;
    }
    requireFit(target.getShape(), output.getShape());
    float[] marks = target.toFloatArray();
    int[] labels = new int[(int) target.getShape().get(0)];
    int classes = marks.length / labels.length;
    for (int i = 0; i < marks.length; i++) {
      int row = i / classes;
      if (marks[i] > marks[row * classes + labels[row]]) {
        labels[row] = i % classes;
      }
    }
    return labels;
  }

  /**
   * Checks that the model has an output for a label.
   *
   * @throws IllegalArgumentException if it has not
   */
  static void requireOutput(int label, long outputs) {
    if (label < 0 || label >= outputs) {
      throw new IllegalArgumentException(
          "a sample has the label "
              + label
              + ", but the model has "
              + outputs
              + " outputs, for the labels 0 to "
              + (outputs - 1)
              + (label < 0 ? "" : ": its last layer needs at least " + (label + 1) + " units"));
    }
  }

  private static void requireFit(Shape target, Shape output) {
    if (!target.equals(output)) {
      throw new IllegalArgumentException(
          "targets of shape " + target + " do not fit outputs of shape " + output);
    }
  }
}
