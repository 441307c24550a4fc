package demitasse.train;

import ai.djl.ndarray.NDArray;

/** What training makes small. */
public interface Loss {
  /** Returns Keras' name, such as {@code mse}. */
  String name();

  /**
   * Returns the mean loss over a batch.
   *
   * @param target shape (batch, target shape…)
   * @param output what the model made of the inputs, shape (batch, output shape…)
   * @return one number, shape ()
   */
  NDArray of(NDArray target, NDArray output);
}
