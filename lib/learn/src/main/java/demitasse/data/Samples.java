package demitasse.data;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * A finite, indexable source of (input, target) pairs: what a model learns from and is measured on.
 *
 * <p>Implementations keep their data compact (images as bytes) and make float arrays only for the
 * batch that is asked for. They are immutable and may be read by several threads at once.
 */
public interface Samples {
  /** Returns the number of pairs. */
  int size();

  /** Returns the shape of one input without the batch dimension, such as (784) or (1, 28, 28). */
  Shape inputShape();

  /** Returns the shape of one target without the batch dimension; () for an integer label. */
  Shape targetShape();

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
