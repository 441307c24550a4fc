package demitasse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import demitasse.layer.Activation;

/** What training minimizes. */
public interface Loss {
  /** Returns Keras' name, such as {@code mse}. */
  String name();

  /**
   * Checks whether the outputs of a model that ends in this activation mean what the loss takes
   * them for.
   *
   * @throws IllegalArgumentException if not; the message says what to do
   */
  default void requireActivation(Activation activation) {}

  /**
   * Checks whether targets and outputs of these shapes, both without the batch dimension, can be
   * compared.
   *
   * @throws IllegalArgumentException if not; the message says what to do
   */
  void requireFit(Shape target, Shape output);

  /**
   * Returns the mean loss over a batch.
   *
   * @param target shape (batch, target shape…)
   * @param output what the model made of the inputs, shape (batch, output shape…)
   * @return one number, shape ()
   */
  NDArray of(NDArray target, NDArray output);

  /**
   * Returns the same for a model that ends in a softmax, from what goes into the softmax: more
   * accurate where a probability is close to 0.
   *
   * @param target shape (batch, target shape…)
   * @param logits shape (batch, classes)
   * @return one number, shape ()
   */
  default NDArray ofLogits(NDArray target, NDArray logits) {
    return of(target, logits.softmax(-1));
  }
}
