package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import demitasse.engine.ArrayMemory;
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
    if (dataType != DataType.FLOAT32) {
      throw new IllegalArgumentException("weights are float32, not " + dataType);
    }
    var random = new SplittableRandom(seed);
    return ArrayMemory.create(
        manager,
        shape,
        weights -> {
          for (int i = 0; i < weights.capacity(); i++) {
            weights.put(i, (float) ((2 * random.nextDouble() - 1) * range));
          }
        });
  }
}
