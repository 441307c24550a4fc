package demitasse.onnx;

import java.nio.file.Path;

/** An ONNX file that cannot be written, read or run; the message names the file and says why. */
public final class OnnxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OnnxException(Path file, String problem) {
    super(file + ": " + problem);
  }

  OnnxException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
