package demitasse.train;

import ai.djl.ndarray.NDArray;

/** What is measured beside the loss. */
public interface Metric {
  /** Returns Keras' key in the history, such as {@code accuracy}. */
  String name();

  /**
   * Returns the mean over a batch.
   *
   * @param target shape (batch, target shape…)
   * @param output what the model made of the inputs, shape (batch, output shape…)
   */
  double of(NDArray target, NDArray output);
}
