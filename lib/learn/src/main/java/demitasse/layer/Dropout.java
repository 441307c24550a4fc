package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import demitasse.engine.ArrayMemory;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;

/**
 * In training, sets each input to zero with probability {@code rate} and divides the others by 1 -
 * rate, so that their expected sum stays; otherwise does nothing.
 *
 * <p>Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov: Dropout, JMLR 15, 2014.
 *
 * <p>What is dropped is drawn in Java and not by the engine, so that a seed means the same on every
 * engine, and a training that was interrupted can go on as if it had not been.
 */
final class Dropout extends Layer {
  private final float rate;

  Dropout(String name, float rate) {
    super("Dropout", name, Activation.LINEAR);
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "the rate of a dropout is at least 0 and below 1, not " + rate);
    }
    this.rate = rate;
  }

  @Override
  public Dropout name(String name) {
    return new Dropout(name, rate);
  }

  @Override
  protected String settings() {
    return "rate=" + rate;
  }

  @Override
  protected Shape outputShape(Shape input) {
    return input;
  }

  @Override
  protected NDArray call(Pass pass, NDArray x) {
    if (!pass.isTraining() || rate == 0) {
      return x;
    }
    SplittableRandom random = pass.random();
    NDArray factors =
        ArrayMemory.create(x.getManager(), x.getShape(), numbers -> fill(numbers, random));
    return Operations.multiply(x, factors);
  }

  @Override
  protected <T> T export(LayerExporter<T> to, T x) {
    return x;
  }

  /** Draws 16 bits for each number; four numbers share a draw. */
  private void fill(FloatBuffer factors, SplittableRandom random) {
    int dropped = Math.round(rate * 0x10000);
    float kept = 1 / (1 - rate);
    long bits = 0;
    int size = factors.remaining();
    for (int i = 0; i < size; i++) {
      bits = i % 4 == 0 ? random.nextLong() : bits >>> 16;
      factors.put(i, (bits & 0xffff) < dropped ? 0 : kept);
    }
  }
}
