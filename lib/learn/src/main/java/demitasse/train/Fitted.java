package demitasse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import demitasse.data.Batch;
import demitasse.data.Samples;
import demitasse.layer.Network;
import java.util.OptionalInt;

/**
 * Samples in the shapes that a model takes and returns: where one side is flat, the same numbers
 * are given the other's shape.
 *
 * @param all the samples
 * @param inputShape what the model takes
 * @param targetShape what its outputs are compared with
 */
record Fitted(Samples all, Shape inputShape, Shape targetShape) implements Samples {
  /**
   * Checks samples whose inputs are to pass through a model.
   *
   * @throws IllegalArgumentException if the model takes inputs of another shape
   */
  static Samples inputs(Samples samples, Network network) {
    Shape given = samples.inputShape();
    Shape taken = network.inputShape();
    if (!isSame(given, taken)) {
      throw new IllegalArgumentException(
          "the model takes inputs of shape %s, not %s%s"
              .formatted(taken, given, isTurned(given, taken) ? ": channels come first" : ""));
    }
    return given.equals(taken) ? samples : new Fitted(samples, taken, samples.targetShape());
  }

  /**
   * Checks all that can be told about samples before a model has seen one of them.
   *
   * @throws IllegalArgumentException if there are none, if the model takes inputs of another shape,
   *     if its outputs cannot be compared with the targets, or if a label has no output
   */
  static Samples of(Samples samples, Network network, Measures measures) {
    if (samples.size() == 0) {
      throw new IllegalArgumentException("there are no samples");
    }
    Shape returned = network.outputShape();
    Shape target = samples.targetShape();
    boolean labels = target.dimension() == 0;
    Shape compared = !labels && isSame(target, returned) ? returned : target;
    Samples fitted = inputs(samples, network);
    measures.requireFit(compared, returned);
    if (labels && samples.classes().isPresent()) {
      Classes.requireOutput(samples.classes().getAsInt() - 1, returned.size());
    }
    return compared.equals(target) ? fitted : new Fitted(samples, network.inputShape(), compared);
  }

  /** Tells whether the shapes are equal, or one of them is that of a vector of as many numbers. */
  private static boolean isSame(Shape a, Shape b) {
    boolean flat = a.dimension() == 1 || b.dimension() == 1;
    return a.equals(b) || flat && a.size() == b.size();
  }

  /** Tells whether one has the channels of an image last. */
  private static boolean isTurned(Shape a, Shape b) {
    return a.dimension() == 3
        && b.dimension() == 3
        && (a.equals(new Shape(b.get(2), b.get(0), b.get(1)))
            || b.equals(new Shape(a.get(2), a.get(0), a.get(1))));
  }

  @Override
  public int size() {
    return all.size();
  }

  @Override
  public OptionalInt classes() {
    return all.classes();
  }

  @Override
  public Batch batch(NDManager manager, int[] indices, long seed) {
    Batch batch = all.batch(manager, indices, seed);
    NDArray input = shaped(batch.input(), inputShape);
    NDArray target =
        batch.target() == batch.input() && targetShape.equals(inputShape)
            ? input
            : shaped(batch.target(), targetShape);
    return new Batch(input, target);
  }

  private static NDArray shaped(NDArray array, Shape shape) {
    Shape wanted = new Shape(array.getShape().get(0)).addAll(shape);
    return array.getShape().equals(wanted) ? array : array.reshape(wanted);
  }

  @Override
  public String mark() {
    return all.mark();
  }

  @Override
  public String toString() {
    return all.toString();
  }
}
