package demitasse.layer;

import java.nio.FloatBuffer;
import java.util.SplittableRandom;

/** The numbers with which a weight starts. */
public sealed interface Start {
  /** Tells whether a seed decides the numbers. */
  boolean random();

  /** Writes the numbers. */
  void fill(FloatBuffer numbers, long seed);

  /**
   * The same number everywhere.
   *
   * @param value that number
   */
  record Constant(float value) implements Start {
    @Override
    public boolean random() {
      return false;
    }

    @Override
    public void fill(FloatBuffer numbers, long seed) {
      for (int i = 0; i < numbers.capacity(); i++) {
        numbers.put(i, value);
      }
    }
  }

  /**
   * Uniform in (-range, range).
   *
   * <p>The numbers are drawn in Java and not by the engine, so that a seed means the same weights
   * on every engine and with any number of threads.
   *
   * @param range above 0
   */
  record Uniform(double range) implements Start {
    @Override
    public boolean random() {
      return true;
    }

    @Override
    public void fill(FloatBuffer numbers, long seed) {
      var random = new SplittableRandom(seed);
      for (int i = 0; i < numbers.capacity(); i++) {
        numbers.put(i, (float) ((2 * random.nextDouble() - 1) * range));
      }
    }
  }
}
