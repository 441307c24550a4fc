package demitasse.train;

/**
 * How a gradient changes a weight.
 *
 * <p>An optimizer is a recipe without state; what it must remember of the steps before, it keeps in
 * arrays of which the training is the owner. It works on plain numbers, so that a step is the same
 * on every engine.
 */
public interface Optimizer {
  /**
   * Returns the name and what else of it stays the same over a training, the learning rate apart: a
   * training goes on from where another one of the same name was saved.
   */
  String name();

  /**
   * Returns the learning rate in words, as far as it decides whether a fit that was interrupted can
   * go on with it: empty if any other will do.
   */
  default String learningRates() {
    return "";
  }

  /** Returns how many numbers are to be remembered for each weight. */
  int stateArrays();

  /**
   * Returns what a step does to the weights.
   *
   * @param step number of the step, from 1
   */
  Update at(long step);

  /** One step, the same for each weight; several threads may ask for it at the same time. */
  @FunctionalInterface
  interface Update {
    /**
     * Takes the step with the first {@code count} weights of an array.
     *
     * @param weight changed in place
     * @param gradient of the loss with respect to the weights; of no use afterwards
     * @param state {@link #stateArrays()} arrays, zero before the first step, changed in place
     */
    void apply(float[] weight, float[] gradient, float[][] state, int count);
  }
}
