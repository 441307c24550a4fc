package demitasse.data.format;

import java.nio.file.Path;

/**
 * A data set cannot be read, found or fetched. The message names the file, where in it the trouble
 * starts if that helps, and what to do.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes one whose message says what is wrong and what to do. */
  public DataException(String message) {
    super(message);
  }

  /** Makes one with the cause below it. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }

  public static DataException in(Path file, String problem, String remedy) {
    return new DataException(file + ": " + problem + ". " + remedy);
  }

  public static DataException in(Path file, String problem, String remedy, Throwable cause) {
    return new DataException(file + ": " + problem + ". " + remedy, cause);
  }
}
