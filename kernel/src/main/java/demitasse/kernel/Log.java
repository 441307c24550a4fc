package demitasse.kernel;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Notes for whoever runs the server: on the process's own error stream, not in a notebook. */
final class Log {
  private static final PrintStream ERR =
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

  private Log() {}

  static void note(String text) {
    ERR.println("[demitasse kernel] " + text);
  }
}
