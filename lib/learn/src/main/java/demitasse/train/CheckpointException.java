package demitasse.train;

import demitasse.data.format.WholeFile;
import java.io.IOException;
import java.nio.file.Path;

/** A checkpoint that cannot be used; the message names the file and says why. */
public final class CheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong with a file. */
  public CheckpointException(Path file, String problem) {
    super(file + ": " + problem);
  }

  /** Says why, where the operating system knows it: a full disk, a missing right. */
  public CheckpointException(Path file, String problem, IOException cause) {
    super(file + ": " + problem + WholeFile.reason(file, cause), cause);
  }
}
