package demitasse.kernel.source;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Keeps away what javac prints when it crashes, as it does on code that is nested too deeply: a
 * page of its own stack, with the request to report it.
 *
 * <p>Several threads may be at it: one compiles a cell while others complete or split what is being
 * typed.
 */
public final class CompilerNoise {
  private final Set<Thread> compiling = ConcurrentHashMap.newKeySet();
  private PrintStream before;
  private PrintStream filter; // null while nothing is kept away

  /** Does work of the compiler; what its thread prints to {@link System#err} is dropped. */
  public <T> T without(Supplier<T> work) {
    begin();
    try {
      return work.get();
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    compiling.add(Thread.currentThread());
    if (filter == null || System.err != filter) {
      before = System.err;
      filter = new Filter(before, compiling);
      System.setErr(filter);
    }
  }

  /** Says that the compiler is done on this thread, and the user's code begins. */
  public synchronized void end() {
    compiling.remove(Thread.currentThread());
    if (compiling.isEmpty()) {
      if (System.err == filter) { // else somebody else has set it meanwhile
        System.setErr(before);
      }
      filter = null;
    }
  }

  /**
   * Lets through what other threads print. They may keep it, and close it: it works on, and lets
   * everything through once nothing is compiled.
   */
  private static final class Filter extends PrintStream {
    Filter(PrintStream to, Set<Thread> compiling) {
      super(new ByOthers(to, compiling), true);
    }

    @Override
    public void close() {
      flush();
    }
  }

  private static final class ByOthers extends OutputStream {
    private final PrintStream to;
    private final Set<Thread> compiling;

    ByOthers(PrintStream to, Set<Thread> compiling) {
      this.to = to;
      this.compiling = compiling;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      if (!compiling.contains(Thread.currentThread())) {
        to.write(bytes, offset, length);
      }
    }

    @Override
    public void flush() {
      if (!compiling.contains(Thread.currentThread())) {
        to.flush();
      }
    }
  }
}
