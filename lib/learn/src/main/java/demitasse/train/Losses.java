package demitasse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;

/** The losses, for a static import: {@code mse()}. */
public final class Losses {
  private Losses() {}

  /**
   * Returns the mean squared error: the mean of (target - output)² over the batch and over all
   * elements of the output, without a factor ½, as in Keras.
   */
  public static Loss mse() {
    return new MeanSquaredError();
  }

  /**
   * Returns the cross-entropy for one-hot targets: -Σ target · ln(output) over the classes,
   * averaged over the batch. Targets and outputs have the shape (batch, classes).
   */
  public static Loss categoricalCrossentropy() {
    return new Crossentropy("categorical_crossentropy", false);
  }

  /**
   * Returns the cross-entropy for integer labels: -ln of the output of the true class, averaged
   * over the batch. Targets have the shape (batch), outputs (batch, classes).
   */
  public static Loss sparseCategoricalCrossentropy() {
    return new Crossentropy("sparse_categorical_crossentropy", true);
  }

  private record MeanSquaredError() implements Loss {
    @Override
    public String name() {
      return "mse";
    }

    @Override
    public void requireFit(Shape target, Shape output) {
      if (!target.equals(output)) {
        throw new IllegalArgumentException(
            "mse compares each output with its target, but the model returns "
                + output
                + " and the targets are "
                + target
                + ". For an autoencoder, is reconstruct() missing?");
      }
    }

    @Override
    public NDArray of(NDArray target, NDArray output) {
      NDArray squares = output.sub(target).square();
      // Row by row as a dense layer with weights of 1: MXNet's mean over all adds one number after
      // the other.
      long row = squares.getShape().get(squares.getShape().dimension() - 1);
      NDArray ones = output.getManager().ones(new Shape(1, row));
      return Linear.linear(squares, ones).singletonOrThrow().sum().div(squares.size());
    }
  }

  private record Crossentropy(String name, boolean sparse) implements Loss {
    /** Keras keeps probabilities away from 0, whose logarithm is infinite. */
    private static final float EPSILON = 1e-7f;

    @Override
    public void requireFit(Shape target, Shape output) {
      if (output.dimension() != 1) {
        throw new IllegalArgumentException(
            name + " takes one probability for each class, but the model returns " + output);
      }
      if (!target.equals(sparse ? new Shape() : output)) {
        throw new IllegalArgumentException(
            name
                + (sparse
                    ? " takes integer labels, not targets of shape "
                    : " takes one-hot targets of shape " + output + ", not ")
                + target
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
}
