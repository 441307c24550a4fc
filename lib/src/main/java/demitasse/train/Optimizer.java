package demitasse.train;

import ai.djl.ndarray.NDArray;

/**
 * How a gradient changes a weight.
 *
 * <p>An optimizer is a recipe without state; what it must remember of the steps before, it keeps in
 * arrays of which the {@link Learner} is the owner.
 */
public interface Optimizer {
  /** Returns how many arrays of the weight's shape are to be remembered for each weight. */
  int stateArrays();

  /**
   * Takes one step.
   *
   * @param weight changed in place
   * @param gradient of the loss with respect to the weight, same shape; must be left at zero where
   *     the engine adds the next one to it (PyTorch), and is of no use afterwards where the next
   *     one takes its place (MXNet)
   * @param state {@link #stateArrays()} arrays of the same shape, zero before the first step,
   *     changed in place
   * @param step number of this step, from 1
   */
  void update(NDArray weight, NDArray gradient, NDArray[] state, long step);
}
