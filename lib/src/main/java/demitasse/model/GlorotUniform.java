package demitasse.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import java.util.SplittableRandom;

/**
 * Uniform weights in (-r, r) with r = sqrt(6 / (fanIn + fanOut)): Keras' default.
 *
 * <p>Glorot and Bengio: Understanding the difficulty of training deep feedforward neural networks,
 * AISTATS 2010, equation 16.
 *
 * <p>The numbers are drawn in Java and not by the engine, so that a seed means the same weights on
 * every engine and with any number of threads.
 */
final class GlorotUniform implements Initializer {
  private final long seed;

  GlorotUniform(long seed) {
    this.seed = seed;
  }

  @Override
  public NDArray initialize(NDManager manager, Shape shape, DataType dataType) {
    // Weights are (out, in, kernel…): a kernel's area counts for both fans.
    long kernelArea = shape.slice(2).size();
    long fanIn = shape.get(1) * kernelArea;
    long fanOut = shape.get(0) * kernelArea;
    double r = Math.sqrt(6.0 / (fanIn + fanOut));
    var random = new SplittableRandom(seed);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * r);
    }
    return manager.create(values, shape).toType(dataType, false);
  }
}
