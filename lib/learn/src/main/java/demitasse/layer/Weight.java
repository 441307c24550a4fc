package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import demitasse.engine.ArrayMemory;

/** An array of numbers that belongs to a layer: weights, biases, a moving average. */
public final class Weight {
  private final String name;
  private final Shape shape;
  private final Start start;
  private final boolean trainable;
  private NDArray array;
  private boolean learning;

  Weight(String name, Shape shape, Start start, boolean trainable) {
    this.name = name;
    this.shape = shape;
    this.start = start;
    this.trainable = trainable;
  }

  /** Returns what it is to its layer, such as {@code weight} or {@code bias}. */
  public String name() {
    return name;
  }

  /** Returns its shape; known before the numbers are there. */
  public Shape shape() {
    return shape;
  }

  /** Tells whether training changes it by gradients. */
  public boolean trainable() {
    return trainable;
  }

  /** Returns how its numbers start. */
  Start start() {
    return start;
  }

  boolean exists() {
    return array != null;
  }

  void make(NDManager owner, long seed) {
    array = ArrayMemory.create(owner, shape, numbers -> start.fill(numbers, seed));
  }

  /**
   * Returns the numbers where the engine keeps them.
   *
   * @throws IllegalStateException if they are not made yet, or their model was closed
   */
  public NDArray array() {
    if (array == null || array.isReleased()) {
      throw new IllegalStateException(
          array == null
              ? "the model has no weights yet"
              : "the weights are gone: the model that made them was closed");
    }
    return array;
  }

  /** Returns the numbers for a step of training, with room for a gradient if it takes one. */
  public NDArray learningArray() {
    if (trainable && !learning) {
      array().setRequiresGradient(true);
      learning = true;
    }
    return array();
  }

  /**
   * Replaces the numbers. Not by {@code array.set}: once a convolution was used for inference,
   * MXNet keeps its weights in a layout of oneDNN's, which cannot be written to directly.
   *
   * @param values row by row
   * @throws IllegalArgumentException if these are more or fewer numbers
   */
  public void set(float[] values) {
    if (values.length != shape.size()) {
      throw new IllegalArgumentException(values.length + " numbers do not fill " + this);
    }
    NDArray numbers = array();
    try (NDArray plain = numbers.getManager().create(values, shape)) {
      plain.copyTo(numbers);
    }
  }

  /** Returns name and shape, such as {@code weight (64, 784)}. */
  @Override
  public String toString() {
    return name + " " + shape;
  }
}
