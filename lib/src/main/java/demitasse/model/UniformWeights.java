package demitasse.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import java.util.SplittableRandom;

/**
 * Uniform weights in (-range, range).
 *
 * <p>The numbers are drawn in Java and not by the engine, so that a seed means the same weights on
 * every engine and with any number of threads.
 */
record UniformWeights(double range, long seed) implements Initializer {
  @Override
  public NDArray initialize(NDManager manager, Shape shape, DataType dataType) {
    var random = new SplittableRandom(seed);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * range);
    }
    // PyTorch works on the buffer in which Java hands over the numbers, and only the garbage
    // collector frees that: so the model gets a copy, which is freed with it.
    try (NDArray handedOver = manager.create(values, shape);
        NDArray typed = handedOver.toType(dataType, false)) {
      return typed.duplicate();
    }
  }
}
