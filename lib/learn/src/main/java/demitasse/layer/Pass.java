package demitasse.layer;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One passage of a batch through a model: for training or not, and with what is random about it.
 * Used once.
 */
public final class Pass {
  private final boolean training;
  private final SplittableRandom random;
  private final List<Runnable> afterBackward = new ArrayList<>();

  private Pass(boolean training, long seed) {
    this.training = training;
    this.random = new SplittableRandom(seed);
  }

  /** Begins a pass that does not learn. */
  public static Pass inference() {
    return new Pass(false, 0);
  }

  /**
   * Begins a pass of training, to be made while gradients are collected and ended by {@link
   * #finish}.
   *
   * @param seed decides what is random about it
   */
  public static Pass training(long seed) {
    return new Pass(true, seed);
  }

  /** Tells whether the pass is part of training. */
  public boolean isTraining() {
    return training;
  }

  /** Returns the numbers of a weight. */
  public NDArray value(Weight weight) {
    return training ? weight.learningArray() : weight.array();
  }

  /**
   * Frees what a layer has made and the next one has used, unless a gradient may still need it. The
   * maps of a convolution are large: kept to the end of the pass, they would take a multiple.
   *
   * @param used what is no longer needed, if it is neither of the others
   */
  void release(NDArray used, NDArray input, NDArray output) {
    if (!training && used != input && used != output) {
      used.close();
    }
  }

  /** Returns a source of random numbers for one layer's use. */
  public SplittableRandom random() {
    return random.split();
  }

  /** Has something done as soon as the gradients are there. */
  void afterBackward(Runnable task) {
    afterBackward.add(task);
  }

  /**
   * Ends a training pass: to be called once after the backward pass, before the scope of the batch
   * is closed. Layers with moving averages bring them up to date.
   */
  public void finish() {
    afterBackward.forEach(Runnable::run);
    afterBackward.clear();
  }
}
