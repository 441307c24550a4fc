package demitasse.kernel.base;

/** Throws a checked exception where none is declared: a cell cannot act on most of them. */
public final class Sneaky {
  private Sneaky() {}

  /** Throws {@code thrown}; never returns. Declared to return so that a caller can write throw. */
  public static RuntimeException rethrow(Throwable thrown) {
    throw Sneaky.<RuntimeException>as(thrown);
  }

  @SuppressWarnings("unchecked") // the cast is erased: nothing is checked, and that is the point
  private static <T extends Throwable> T as(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
