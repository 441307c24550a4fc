package demitasse.numeric;

/** Refuses arguments that make no sense. */
public final class Arguments {
  private Arguments() {}

  /**
   * Checks one argument.
   *
   * @param demand what must hold, with the argument's name: {@code "k must be at least 1"}
   * @param value what it is
   * @throws IllegalArgumentException with the demand and the value, if it does not hold
   */
  public static void check(boolean holds, String demand, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(demand + ", got " + value);
    }
  }
}
