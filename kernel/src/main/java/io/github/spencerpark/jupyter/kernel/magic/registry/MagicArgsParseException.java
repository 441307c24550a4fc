package io.github.spencerpark.jupyter.kernel.magic.registry;

/** Says that a magic does not take these arguments. */
public class MagicArgsParseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates the exception with a message and what is filled into it. */
  public MagicArgsParseException(String message, Object... parts) {
    super(String.format(message, parts));
  }

  /** Creates the exception with its cause. */
  public MagicArgsParseException(String message, Throwable cause) {
    super(message, cause);
  }
}
