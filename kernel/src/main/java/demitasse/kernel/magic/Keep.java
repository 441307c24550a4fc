package demitasse.kernel.magic;

/** Where {@code %timeit} puts values, so that the work behind them is not left out. */
public final class Keep {
  // Static and mutable, against the rule of the house: only then must the JIT compiler look, or
  // write, each time.
  private static volatile long one = 1;
  private static volatile long two = 2;
  private static volatile Object object;

  private Keep() {}

  /** The code of {@code %timeit} in a loop. */
  @FunctionalInterface
  public interface Loop {
    /** Runs the code as often as said and returns the nanoseconds it took. */
    long run(long times) throws Exception;
  }

  /** Tells the time, in a cell that may have a {@code System} of its own. */
  public static long nanos() {
    return System.nanoTime();
  }

  /** Keeps a whole number, a character included. */
  public static void it(long value) {
    if ((value ^ one) == (value ^ two)) { // which it never is
      object = value;
    }
  }

  /** Keeps a number with a fraction. */
  public static void it(double value) {
    it(Double.doubleToRawLongBits(value));
  }

  /** Keeps a truth value. */
  public static void it(boolean value) {
    it(value ? 1L : 0L);
  }

  /** Keeps an object. */
  public static void it(Object value) {
    object = value;
  }
}
