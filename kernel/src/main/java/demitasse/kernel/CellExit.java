package demitasse.kernel;

/** Ends the code of a cell that has called {@code System.exit}; the session goes on. */
public final class CellExit extends Error {
  private static final long serialVersionUID = 1;

  private final int status;

  CellExit(int status) {
    super("System.exit(" + status + ") ends this cell; the session goes on");
    this.status = status;
  }

  /** The status that the cell wanted to exit with. */
  public int status() {
    return status;
  }
}
