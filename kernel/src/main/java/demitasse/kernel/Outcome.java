package demitasse.kernel;

/**
 * How a cell ended.
 *
 * @param value the value of its last expression; null if it has none
 * @param failure why it failed; null if it did not
 */
record Outcome(Object value, Failure failure) {
  boolean failed() {
    return failure != null;
  }
}
