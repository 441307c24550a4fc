package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One passage of a batch through a model: for training or not, and with what is random about it.
 * Made by {@link Sequential#inference} and {@link Sequential#training}, used once.
 */
public final class Pass {
  private final ParameterStore weights;
  private final boolean training;
  private final SplittableRandom random;
  private final List<Runnable> afterBackward = new ArrayList<>();

  Pass(ParameterStore weights, boolean training, long seed) {
    this.weights = weights;
    this.training = training;
    this.random = new SplittableRandom(seed);
  }

  /** Tells whether the pass is part of training. */
  public boolean isTraining() {
    return training;
  }

  /** Returns the array of a parameter of a layer that is called with {@code x}. */
  public NDArray value(Parameter parameter, NDArray x) {
    return weights.getValue(parameter, x.getDevice(), training);
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
