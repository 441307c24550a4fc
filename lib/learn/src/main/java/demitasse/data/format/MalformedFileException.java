package demitasse.data.format;

import java.io.IOException;

/** A file that is not what its format demands; the message says what is wrong, not which file. */
public final class MalformedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedFileException(String problem) {
    super(problem);
  }

  MalformedFileException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
