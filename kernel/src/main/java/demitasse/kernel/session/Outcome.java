package demitasse.kernel.session;

import demitasse.kernel.base.Failure;

/**
 * How a cell ended.
 *
 * @param value what came of the value of its last expression; null if nothing
 * @param failure why it failed; null if it did not
 * @param thrown what its code threw, if that is why; else null
 */
public record Outcome<T>(T value, Failure failure, Throwable thrown) {
  static <T> Outcome<T> of(T value) {
    return new Outcome<>(value, null, null);
  }

  static <T> Outcome<T> failed(Failure failure) {
    return new Outcome<>(null, failure, null);
  }

  public boolean failed() {
    return failure != null;
  }
}
