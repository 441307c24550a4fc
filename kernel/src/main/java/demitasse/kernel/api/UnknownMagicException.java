package demitasse.kernel.api;

/** Says that a magic does not exist, and which one may have been meant. */
public final class UnknownMagicException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /** Creates the exception. */
  public UnknownMagicException(String message) {
    super(message);
  }
}
