package io.github.spencerpark.jupyter.kernel.display.mime;

/** Says that a text is no MIME type. */
public class MIMETypeParseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates the exception. */
  public MIMETypeParseException(String message, Throwable cause) {
    super(message, cause);
  }
}
