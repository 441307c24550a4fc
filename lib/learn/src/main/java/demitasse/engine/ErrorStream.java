package demitasse.engine;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/** The error stream of the process, which native code writes to past {@code System.err}. */
public final class ErrorStream {
  private static final int DESCRIPTOR = 2;
  private static final int WRITE_ONLY = 1;

  private ErrorStream() {}

  /**
   * Does something of which the process's error stream shows nothing, not even what other threads
   * write there meanwhile: so it should be short. What is thrown is passed on. Windows' stays open.
   */
  public static void silencedWhile(Runnable action) {
    if (Platform.isWindows()) {
      action.run();
      return;
    }
    int kept = call("dup", DESCRIPTOR);
    int nowhere = call("open", "/dev/null", WRITE_ONLY);
    call("dup2", nowhere, DESCRIPTOR);
    call("close", nowhere);
    try {
      action.run();
    } finally {
      call("dup2", kept, DESCRIPTOR);
      call("close", kept);
    }
  }

  private static int call(String function, Object... arguments) {
    return NativeLibrary.getInstance(Platform.C_LIBRARY_NAME)
        .getFunction(function)
        .invokeInt(arguments);
  }
}
