package demitasse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** What is measured beside the loss. */
public interface Metric {
  /** Returns Keras' key in the history, such as {@code accuracy}. */
  String name();

  /**
   * Checks whether targets and outputs of these shapes, both without the batch dimension, can be
   * compared.
   *
   * @throws IllegalArgumentException if not
   */
  default void requireFit(Shape target, Shape output) {}

  /**
   * Returns the mean over a batch.
   *
   * @param target shape (batch, target shape…)
   * @param output what the model made of the inputs, shape (batch, output shape…)
   */
  double of(NDArray target, NDArray output);
}
