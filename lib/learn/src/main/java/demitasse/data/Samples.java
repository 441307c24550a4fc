package demitasse.data;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.OptionalInt;

/**
 * A finite, indexable source of (input, target) pairs: what a model learns from and is measured on.
 *
 * <p>Implementations keep their data compact (images as bytes) and make float arrays only for the
 * batch that is asked for. They are immutable and may be read by several threads at once.
 */
public interface Samples {
  /**
   * Makes samples of any two sources: {@code Samples.of(noisy, clean)}.
   *
   * <p>A source is an array whose first dimension counts the samples, of any depth, of float,
   * double, int or long: {@code float[][]} has a vector for each sample, {@code double[][][]} a
   * matrix. Or it is another set, of which the inputs are taken. As targets, an {@code int[]} holds
   * labels from 0 and a {@code float[]} or {@code double[]} one number each. Arrays are not copied,
   * so they must not change any more.
   *
   * @param inputs what a model sees
   * @param targets what it is to return
   * @throws IllegalArgumentException if one of them is something else, if their sizes differ, if
   *     the samples of an array differ in shape, or a label is negative
   */
  static Samples of(Object inputs, Object targets) {
    return Pairs.of(inputs, targets);
  }

  /** Returns the number of pairs. */
  int size();

  /** Returns the shape of one input without the batch dimension, such as (784) or (1, 28, 28). */
  Shape inputShape();

  /** Returns the shape of one target without the batch dimension; () for an integer label. */
  Shape targetShape();

  /**
   * Returns how many classes the labels count: all of them are below. Empty if the targets are no
   * labels, or if only a look at all of them could tell.
   */
  default OptionalInt classes() {
    return OptionalInt.empty();
  }

  /**
   * Returns a short mark of what the samples contain, by which a training that goes on can tell
   * them from others of the same number and shape; empty if there is none.
   */
  default String mark() {
    return "";
  }

  /**
   * Builds the batch of the given pairs, in the given order.
   *
   * @param manager owns the arrays of the batch; closing it frees them
   * @param indices which pairs, each from 0 to {@code size() - 1}
   * @param seed decides whatever is random about the batch (augmentation), so that a run can be
   *     repeated; the same seed gives the same batch
   * @return input of shape (indices.length, inputShape…), target of (indices.length, targetShape…)
   * @throws IndexOutOfBoundsException if an index is not one of this source
   */
  Batch batch(NDManager manager, int[] indices, long seed);
}
