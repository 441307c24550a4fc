package demitasse.kernel.streams;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import demitasse.kernel.base.Log;
import demitasse.kernel.base.Threads;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;

/**
 * Catches what native code and child processes write to the process's own output, past {@code
 * System.out}: puts a pipe in the place of the file descriptors 1 and 2 and reads its other end.
 *
 * <p>Java cannot do that itself before JDK 22, hence JNA. Where it does not work (Windows, a system
 * without {@code /dev/fd}), such output goes where it went before: to the server's log.
 */
public final class NativeOutput {
  public static final int STDOUT = 1;
  public static final int STDERR = 2;

  private NativeOutput() {}

  /** Begins to catch; returns at once where that is not possible. */
  public static void capture(PrintStream out, PrintStream err) {
    if (Platform.isWindows()) {
      return;
    }
    try {
      NativeLibrary c = NativeLibrary.getInstance("c");
      // The kernel's own notes go on to the server's log.
      int log = c.getFunction("dup").invokeInt(new Object[] {STDERR});
      Log.to(new DescriptorStream(c, log));
      redirect(c, STDOUT, out);
      redirect(c, STDERR, err);
    } catch (IOException | LinkageError | RuntimeException e) {
      Log.note("the output of native code is not caught: " + e);
    }
  }

  /**
   * Returns a descriptor of its own for where this one goes; the same one if that cannot be had.
   */
  public static FileDescriptor copy(int number, FileDescriptor descriptor) {
    try {
      return new FileOutputStream("/dev/fd/" + number, true).getFD();
    } catch (IOException e) {
      return descriptor;
    }
  }

  /** Returns a descriptor of its own for the process's input; that itself if it cannot be had. */
  public static FileDescriptor copyOfInput() {
    try {
      return new FileInputStream("/dev/fd/0").getFD();
    } catch (IOException e) {
      return FileDescriptor.in;
    }
  }

  private static void redirect(NativeLibrary c, int descriptor, PrintStream to) throws IOException {
    int[] pipe = new int[2];
    if (c.getFunction("pipe").invokeInt(new Object[] {pipe}) != 0) {
      throw new IOException("no pipe");
    }
    InputStream from = new FileInputStream("/dev/fd/" + pipe[0]);
    Function close = c.getFunction("close");
    close.invokeInt(new Object[] {pipe[0]});
    c.getFunction("dup2").invokeInt(new Object[] {pipe[1], descriptor});
    close.invokeInt(new Object[] {pipe[1]});
    Threads.start("demitasse-fd-" + descriptor, () -> catchAll(c, descriptor, from, to));
  }

  private static void catchAll(NativeLibrary c, int descriptor, InputStream from, PrintStream to) {
    try {
      pump(from, to);
      // Closed by somebody, past Java's streams: what comes next is caught all the same.
      redirect(c, descriptor, to);
    } catch (IOException e) {
      Log.note("the output of native code is no longer caught: " + e);
    }
  }

  private static void pump(InputStream from, PrintStream to) throws IOException {
    byte[] bytes = new byte[1 << 13];
    int n;
    while ((n = from.read(bytes)) >= 0) {
      to.write(bytes, 0, n);
    }
    from.close();
  }
}
