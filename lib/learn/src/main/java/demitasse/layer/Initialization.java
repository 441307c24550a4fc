package demitasse.layer;

/** How weights start, under Keras' names: uniform in (-r, r), where r keeps signals in bounds. */
public enum Initialization {
  /**
   * r = √(6 / (fanIn + fanOut)): Keras' default.
   *
   * <p>Glorot and Bengio: Understanding the difficulty of training deep feedforward neural
   * networks, AISTATS 2010, equation 16.
   */
  GLOROT_UNIFORM {
    @Override
    double range(long fanIn, long fanOut) {
      return Math.sqrt(6.0 / (fanIn + fanOut));
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
    double range(long fanIn, long fanOut) {
      return Math.sqrt(6.0 / fanIn);
    }
  };

  /**
   * Returns r.
   *
   * @param fanIn how many numbers are summed for one output
   * @param fanOut how many outputs one number goes into
   */
  abstract double range(long fanIn, long fanOut);
}
