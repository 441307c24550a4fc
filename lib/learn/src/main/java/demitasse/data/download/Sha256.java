package demitasse.data.download;

import demitasse.data.format.StrictInput;
import demitasse.numeric.Parallel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The sum that tells whether a file is the one it should be. */
public final class Sha256 {
  private static final int BUFFER = 1 << 16;

  private Sha256() {}

  /**
   * Returns the sum of a file, in lower-case hexadecimal.
   *
   * @throws java.util.concurrent.CancellationException if this thread is interrupted
   */
  public static String of(Path file) throws IOException {
    MessageDigest sum = digest();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        Parallel.checkInterrupt();
        sum.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(sum.digest());
  }

  /** Returns the sum of all that is left of the input, in lower-case hexadecimal. */
  public static String of(StrictInput in) {
    MessageDigest sum = digest();
    byte[] buffer = new byte[BUFFER];
    for (int n = in.readAtMost(buffer, 0, BUFFER); n > 0; n = in.readAtMost(buffer, 0, BUFFER)) {
      sum.update(buffer, 0, n);
    }
    return HexFormat.of().formatHex(sum.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
