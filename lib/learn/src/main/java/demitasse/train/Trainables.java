package demitasse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import demitasse.engine.ArrayMemory;
import demitasse.engine.Engines;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All weights that a model learns, each with what the optimizer remembers of it.
 *
 * <p>A step changes them where the engine keeps them, in blocks that stay in a core's nearest
 * cache, and on all cores. The engines' own operations take one number at a time (MXNet) or go
 * through all of them several times over (PyTorch).
 */
final class Trainables {
  /**
   * So many weights are copied out of the engine's memory and back at a time. Larger blocks are
   * slower: a processor takes a store and a load that lie 4 KB apart for one after the other.
   */
  private static final int BLOCK = 256;

  /** So many weights are one core's at a time. */
  private static final int STRETCH = 1 << 15;

  private final Optimizer optimizer;
  private final List<Trainable> all = new ArrayList<>();

  private record Trainable(NDArray weight, List<NDArray> state) {}

  /** Some of an array's numbers, in the memory of the engine. */
  private record Stretch(
      FloatBuffer weight, FloatBuffer gradient, FloatBuffer[] state, int from, int to) {}

  Trainables(Optimizer optimizer) {
    this.optimizer = optimizer;
  }

  /**
   * Adds an array of weights.
   *
   * @param memory owns what the optimizer is to remember of it
   * @return that: {@link Optimizer#stateArrays} arrays of the same shape, zero
   */
  List<NDArray> add(NDArray weight, NDManager memory) {
    List<NDArray> state =
        IntStream.range(0, optimizer.stateArrays())
            .mapToObj(i -> memory.zeros(weight.getShape(), weight.getDataType()))
            .toList();
    all.add(new Trainable(weight, state));
    return state;
  }

  /** Takes one step with the gradients that the engine has found. */
  void step(long number) {
    Optimizer.Update update = optimizer.at(number);
    List<NDArray> gradients = all.stream().map(each -> each.weight().getGradient()).toList();
    List<Stretch> stretches = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      addStretches(stretches, all.get(i), gradients.get(i));
    }
    boolean added = !all.isEmpty() && Engines.addsGradients(all.get(0).weight());
    stretches.parallelStream().forEach(stretch -> apply(update, stretch, added));
    gradients.forEach(NDArray::close);
  }

  private static void addStretches(List<Stretch> stretches, Trainable trainable, NDArray gradient) {
    FloatBuffer weights = ArrayMemory.of(trainable.weight());
    FloatBuffer gradients = ArrayMemory.of(gradient);
    FloatBuffer[] state =
        trainable.state().stream().map(ArrayMemory::of).toArray(FloatBuffer[]::new);
    for (int from = 0; from < weights.capacity(); from += STRETCH) {
      int to = Math.min(from + STRETCH, weights.capacity());
      stretches.add(new Stretch(weights, gradients, state, from, to));
    }
  }

  /**
   * Takes a step with a stretch of weights.
   *
   * @param added whether the engine adds the next gradient to what is left of this one
   */
  private static void apply(Optimizer.Update update, Stretch stretch, boolean added) {
    FloatBuffer[] states = stretch.state();
    float[] weight = new float[BLOCK];
    float[] gradient = new float[BLOCK];
    float[][] state = new float[states.length][BLOCK];
    float[] zeros = new float[BLOCK];
    for (int from = stretch.from(); from < stretch.to(); from += BLOCK) {
      int count = Math.min(BLOCK, stretch.to() - from);
      stretch.weight().get(from, weight, 0, count);
      stretch.gradient().get(from, gradient, 0, count);
      for (int i = 0; i < states.length; i++) {
        states[i].get(from, state[i], 0, count);
      }
      update.apply(weight, gradient, state, count);
      stretch.weight().put(from, weight, 0, count);
      for (int i = 0; i < states.length; i++) {
        states[i].put(from, state[i], 0, count);
      }
      if (added) {
        stretch.gradient().put(from, zeros, 0, count);
      }
    }
  }
}
