package demitasse.kernel.source;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.function.Supplier;

/**
 * Keeps away what javac prints when it crashes, as it does on code that is nested too deeply: a
 * page of its own stack, with the request to report it.
 */
public final class CompilerNoise {
  private PrintStream before;
  private PrintStream silent; // null while nothing is kept away

  /** Does work of the compiler; what its thread prints to {@link System#err} is dropped. */
  public <T> T without(Supplier<T> work) {
    before = System.err;
    silent = new PrintStream(new ByOthers(before, Thread.currentThread()), true);
    System.setErr(silent);
    try {
      return work.get();
    } finally {
      end();
    }
  }

  /** Says that the compiler is done, and the user's code begins. */
  public void end() {
    if (silent != null && System.err == silent) { // else somebody else has set it meanwhile
      System.setErr(before);
    }
    silent = null;
  }

  /** Lets through what other threads print: those that earlier cells have started. */
  private static final class ByOthers extends OutputStream {
    private final PrintStream to;
    private final Thread silent;

    ByOthers(PrintStream to, Thread silent) {
      this.to = to;
      this.silent = silent;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      if (Thread.currentThread() != silent) {
        to.write(bytes, offset, length);
      }
    }

    @Override
    public void flush() {
      if (Thread.currentThread() != silent) {
        to.flush();
      }
    }
  }
}
