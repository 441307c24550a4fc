package demitasse.kernel.session;

import demitasse.kernel.base.Failure;

/**
 * How a cell ended.
 *
 * @param value the value of its last expression; null if it has none
 * @param failure why it failed; null if it did not
 */
public record Outcome(Object value, Failure failure) {
  public boolean failed() {
    return failure != null;
  }
}
