package demitasse.kernel.base;

/** Ends code that has called {@code System.exit}; the session goes on. */
public final class CellExit extends Error {
  private static final long serialVersionUID = 1;

  private final int status;

  public CellExit(int status) {
    super("System.exit(" + status + ") ends the code that called it; the session goes on");
    this.status = status;
  }

  /** The status that it wanted to exit with. */
  public int status() {
    return status;
  }
}
