package demitasse.layer;

import java.util.Locale;

/** How weights start, under Keras' names: uniform in (-r, r), where r keeps signals in bounds. */
public enum Initializer {
  /**
   * r = √(6 / (fanIn + fanOut)): Keras' default.
   *
   * <p>Glorot and Bengio: Understanding the difficulty of training deep feedforward neural
   * networks, AISTATS 2010, equation 16.
   */
  GLOROT_UNIFORM {
    @Override
    Start start(long fanIn, long fanOut) {
      return new Start.Uniform(Math.sqrt(6.0 / (fanIn + fanOut)));
    }
  },
  /**
   * r = √(6 / fanIn), made for ReLU, which drops half of the signal.
   *
   * <p>He, Zhang, Ren and Sun: Delving deep into rectifiers, ICCV 2015, equation 10: a variance of
   * 2 / fanIn.
   */
  HE_UNIFORM {
    @Override
    Start start(long fanIn, long fanOut) {
      return new Start.Uniform(Math.sqrt(6.0 / fanIn));
    }
  };

  /**
   * Returns the numbers to start with.
   *
   * @param fanIn how many numbers are summed for one output
   * @param fanOut how many outputs one number goes into
   */
  abstract Start start(long fanIn, long fanOut);

  /** Returns Keras' name, such as {@code he_uniform}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
