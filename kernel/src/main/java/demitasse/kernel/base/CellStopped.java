package demitasse.kernel.base;

/**
 * Ends the code of a cell that the user has stopped.
 *
 * <p>An error, so that a {@code catch (Exception e)} in the cell does not hold it up.
 */
public final class CellStopped extends Error {
  private static final long serialVersionUID = 1;

  public CellStopped() {
    super("stopped by the user");
  }
}
