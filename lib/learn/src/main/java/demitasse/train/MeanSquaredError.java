package demitasse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;

/** The mean of (target - output)² over the batch and all elements of the output. */
record MeanSquaredError() implements Loss {
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
              + (target.dimension() == 0 ? "integer labels" : target.toString())
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
