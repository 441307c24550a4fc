package demitasse.kernel;

/** Code that a cell has given to {@code eval}, or a file that it loads, cannot be run. */
final class CellFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Failure failure;

  CellFailure(Failure failure) {
    super(failure.ename() + ": " + failure.evalue());
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
