package demitasse.kernel.base;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Notes for whoever runs the server: on the process's own error stream, not in a notebook. */
public final class Log {
  // Static and mutable, against the rule of the house: notes come from everywhere, and the process
  // has one error stream, which NativeOutput moves.
  private static volatile PrintStream err = print(new FileOutputStream(FileDescriptor.err));

  private Log() {}

  private static PrintStream print(OutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  /** Writes notes there from now on. */
  public static void to(OutputStream stream) {
    err = print(stream);
  }

  public static void note(String text) {
    err.println("[demitasse kernel] " + text);
  }
}
