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

  /**
   * Returns a warm-up followed by a cosine: the rate rises in equal steps to {@code highest}, and
   * then falls along half a wave to 0, which it reaches at the end of the training.
   *
   * <p>Loshchilov and Hutter: SGDR: Stochastic gradient descent with warm restarts, ICLR 2017,
   * equation 5 without restarts; Goyal et al.: Accurate, large minibatch SGD, 2017, section 2.2,
   * for the warm-up.
   *
   * @param highest the rate at the end of the warm-up, above 0
   * @param warmup number of steps in which it rises, at least 0
   * @param steps number of all steps of the training, more than {@code warmup}; beyond them the
   *     rate is 0
   * @throws IllegalArgumentException if a number is out of bounds
   */
  public static Schedule cosine(float highest, long warmup, long steps) {
    return new Cosine(highest, warmup, steps);
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

  private record Cosine(float highest, long warmup, long steps) implements Schedule {
    private Cosine {
      requirePositive("the highest learning rate", highest);
      if (warmup < 0 || steps <= warmup) {
        throw new IllegalArgumentException(
            "a warm-up of %d steps does not fit a training of %d".formatted(warmup, steps));
      }
    }

    @Override
    public float at(long step) {
      if (step < warmup) {
        return highest * (step + 1) / (warmup + 1);
      }
      double done = Math.min(1, (double) (step - warmup) / (steps - warmup));
      return (float) (highest * (1 + Math.cos(Math.PI * done)) / 2);
    }
  }
}
