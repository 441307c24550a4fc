package demitasse.kernel.base;

/** Code that a cell has given to {@code eval}, or a file that it loads, cannot be run. */
public final class CellFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Failure failure;

  public CellFailure(Failure failure) {
    super(failure.ename() + ": " + failure.evalue());
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
