package demitasse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import demitasse.layer.Activation;

/**
 * The cross-entropy of a classifier's probabilities, for integer labels or one-hot targets.
 *
 * @param name Keras' name
 * @param sparse whether the targets are labels
 */
record Crossentropy(String name, boolean sparse) implements Loss {
  /** Keras keeps probabilities away from 0, whose logarithm is infinite. */
  private static final float EPSILON = 1e-7f;

  @Override
  public void requireActivation(Activation activation) {
    if (activation != Activation.SOFTMAX) {
      throw new IllegalArgumentException(
          name
              + " takes probabilities that sum up to 1, but the last layer is "
              + activation
              + ": make it softmax");
    }
  }

  @Override
  public void requireFit(Shape target, Shape output) {
    if (output.dimension() != 1) {
      throw new IllegalArgumentException(
          name + " takes one probability for each class, but the model returns " + output);
    }
    if (output.get(0) < 2) {
      throw new IllegalArgumentException(
          name
              + " compares classes, and softmax makes 1 of a single number, whatever it is:"
              + " the last layer needs a unit for each class");
    }
    if (!target.equals(sparse ? new Shape() : output)) {
      throw new IllegalArgumentException(
          name
              + (sparse
                  ? " takes integer labels, not targets of shape "
                  : " takes one-hot targets of shape " + output + ", not ")
              + (target.dimension() == 0 ? "integer labels" : target.toString())
              + (sparse ? ". For one-hot targets there is " : ". For labels there is ")
              + (sparse ? "categoricalCrossentropy()" : "sparseCategoricalCrossentropy()"));
    }
  }

  @Override
  public NDArray of(NDArray target, NDArray output) {
    return ofLogarithms(target, output.clip(EPSILON, 1).log());
  }

  @Override
  public NDArray ofLogits(NDArray target, NDArray logits) {
    return ofLogarithms(target, logits.logSoftmax(-1));
  }

  private NDArray ofLogarithms(NDArray target, NDArray logarithms) {
    if (target.getShape().dimension() != (sparse ? 1 : 2)) {
      throw new IllegalArgumentException(
          name
              + (sparse ? " takes labels of shape (batch)" : " takes one-hot targets")
              + ", not targets of shape "
              + target.getShape());
    }
    NDArray marks = Classes.oneHot(target, logarithms);
    return logarithms.neg().mul(marks).sum().div(logarithms.getShape().get(0));
  }
}
