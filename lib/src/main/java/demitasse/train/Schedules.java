package demitasse.train;

/** The schedules of the learning rate, for a static import. */
public final class Schedules {
  private Schedules() {}

  /**
   * Returns the same rate for all steps.
   *
   * @throws IllegalArgumentException if it is not a positive number
   */
  public static Schedule constant(float learningRate) {
    return new Constant(learningRate);
  }

  /**
   * Returns Keras' {@code ExponentialDecay} with {@code staircase}: initial · rate^⌊step / steps⌋.
   *
   * @param initial the rate of the first steps, above 0
   * @param steps after so many steps the rate falls, at least 1
   * @param rate by what it is multiplied then, above 0
   * @throws IllegalArgumentException if a number is out of bounds
   */
  public static Schedule staircase(float initial, long steps, float rate) {
    return new Staircase(initial, steps, rate);
  }

  static void requirePositive(String what, float value) {
    if (!(value > 0) || Float.isInfinite(value)) {
      throw new IllegalArgumentException(what + " must be a positive number, not " + value);
    }
  }

  private record Constant(float learningRate) implements Schedule {
    private Constant {
      requirePositive("the learning rate", learningRate);
    }

    @Override
    public float at(long step) {
      return learningRate;
    }
  }

  private record Staircase(float initial, long steps, float rate) implements Schedule {
    private Staircase {
      requirePositive("the initial learning rate", initial);
      requirePositive("the rate of decay", rate);
      if (steps < 1) {
        throw new IllegalArgumentException("the decay needs at least 1 step, not " + steps);
      }
    }

    @Override
    public float at(long step) {
      return (float) (initial * Math.pow(rate, step / steps));
    }
  }
}
