package demitasse.kernel.execution;

import demitasse.kernel.base.CellExit;
import demitasse.kernel.base.CellStopped;
import demitasse.kernel.streams.NativeOutput;
import demitasse.kernel.streams.ScannerSource;
import java.io.FileDescriptor;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Scanner;
import java.util.Set;
import javax.swing.WindowConstants;

/**
 * What the code of a cell calls at every backward jump and on entry to every method, put there by
 * {@link CellCode}: nothing, until the user stops the cell. And what it calls in the place of what
 * would end the session or its streams.
 */
public final class StopCheck {
  // Static and mutable, against the rule of the house: the call stands in loops of the user, and a
  // static volatile read is the one form of it that costs a load and a branch.
  private static volatile boolean stopping;
  private static volatile Map<Stopper, Asked> asked = Map.of();
  private static volatile Set<Thread> abandoned = Set.of();
  private static volatile boolean all;
  private static volatile boolean full;

  /** Created in advance: there is no memory for one when it is thrown. */
  private static final OutOfMemoryError FULL =
      new OutOfMemoryError("the heap is full: the cell was stopped, so that the kernel can answer");

  static {
    FULL.setStackTrace(new StackTraceElement[0]); // of whatever ran when this class was loaded
    full = false; // The JVM finds the fields now: later, hardly anything may be able to run.
    stopping = false;
  }

  private StopCheck() {}

  /**
   * What one stopper asks for.
   *
   * @param targets the threads that are to stop
   * @param polite the request to the thread of its cell; null for none
   */
  private record Asked(Set<Thread> targets, StopRequest polite) {
    static final Asked NOTHING = new Asked(Set.of(), null);

    boolean isNothing() {
      return targets.isEmpty() && polite == null;
    }
  }

  /**
   * Returns unless this thread is to stop.
   *
   * @throws CellStopped if it is
   */
  public static void check() {
    if (stopping) {
      stopIfTarget();
    }
  }

  private static void stopIfTarget() {
    if (full) {
      throw FULL;
    }
    Thread thread = Thread.currentThread();
    if (all || abandoned.contains(thread)) {
      throw new CellStopped();
    }
    for (Asked one : asked.values()) {
      if (one.targets().contains(thread)
          && (one.polite() == null || one.polite().isToEnd(thread))) {
        Thread.interrupted(); // as whatever throws an InterruptedException: what cleans up may wait
        throw new CellStopped();
      }
    }
  }

  /** Ends a wait that was interrupted, if that was to stop this thread. */
  static void endIfTarget() {
    Thread thread = Thread.currentThread();
    if (stopping
        && (all
            || abandoned.contains(thread)
            || asked.values().stream().anyMatch(one -> one.targets().contains(thread)))) {
      throw new CellStopped();
    }
  }

  /** Stands in for {@link Thread#isInterrupted}: code that asks may end well by itself. */
  public static boolean isInterrupted(Thread thread) {
    boolean interrupted = thread.isInterrupted();
    if (interrupted) {
      for (Asked one : asked.values()) {
        if (one.polite() != null) {
          one.polite().notice(thread);
        }
      }
    }
    return interrupted;
  }

  /** Stands in for {@link System#exit} in the code of cells. */
  public static void exit(int status) {
    throw new CellExit(status);
  }

  /** Stands in for {@link Runtime#exit} in the code of cells. */
  public static void exit(Runtime runtime, int status) {
    throw new CellExit(status);
  }

  /** Stands in for {@link Runtime#halt} in the code of cells. */
  public static void halt(Runtime runtime, int status) {
    throw new CellExit(status);
  }

  /** Stands in for {@link FileDescriptor#in} in the code of cells: a copy, which may be closed. */
  public static FileDescriptor in() {
    return NativeOutput.copyOfInput();
  }

  /** Stands in for {@link FileDescriptor#out} in the code of cells: a copy, which may be closed. */
  public static FileDescriptor out() {
    return NativeOutput.copy(NativeOutput.STDOUT, FileDescriptor.out);
  }

  /** Stands in for {@link FileDescriptor#err} in the code of cells: a copy, which may be closed. */
  public static FileDescriptor err() {
    return NativeOutput.copy(NativeOutput.STDERR, FileDescriptor.err);
  }

  /** What a {@link Scanner} reads from in the place of this. */
  public static Readable source(Readable source) {
    return new ScannerSource(Objects.requireNonNull(source, "source"));
  }

  /** What a {@link Scanner} reads from in the place of this. */
  public static Readable source(InputStream source) {
    return source(new InputStreamReader(source, Charset.defaultCharset()));
  }

  /** What a {@link Scanner} reads from in the place of this. */
  public static Readable source(InputStream source, Charset charset) {
    return source(new InputStreamReader(source, charset));
  }

  /** What a {@link Scanner} reads from in the place of this. */
  public static Readable source(InputStream source, String charset) {
    return source(source, Charset.forName(charset));
  }

  /** What a window does when it is closed: where it would end the process, it goes away. */
  public static int closeOperation(int wanted) {
    return wanted == WindowConstants.EXIT_ON_CLOSE ? WindowConstants.DISPOSE_ON_CLOSE : wanted;
  }

  /** Says what a stopper asks the thread of its cell; null for nothing. */
  static synchronized void ask(Stopper by, StopRequest request) {
    Asked before = asked.getOrDefault(by, Asked.NOTHING);
    put(by, new Asked(before.targets(), request));
  }

  /** Says which threads a stopper has stop; none: checks cost nothing again. */
  static synchronized void stop(Stopper by, Set<Thread> threads) {
    Asked before = asked.getOrDefault(by, Asked.NOTHING);
    put(by, new Asked(Set.copyOf(threads), before.polite()));
    stopping = isStopping();
  }

  private static void put(Stopper by, Asked what) {
    Map<Stopper, Asked> all = new HashMap<>(asked);
    all.put(by, what);
    all.values().removeIf(Asked::isNothing);
    asked = Map.copyOf(all);
  }

  private static boolean isStopping() {
    return all
        || full
        || !abandoned.isEmpty()
        || asked.values().stream().anyMatch(one -> !one.targets().isEmpty());
  }

  /** Has a thread stop that runs code of a cell on behalf of the kernel, and of no cell. */
  public static synchronized void abandon(Thread thread) {
    if (thread.isAlive()) {
      Set<Thread> all = new HashSet<>(abandoned);
      all.add(thread);
      abandoned = Set.copyOf(all);
      stopping = true;
    }
  }

  /** Says that such a thread ends. */
  public static synchronized void forget(Thread thread) {
    if (abandoned.contains(thread)) {
      Set<Thread> all = new HashSet<>(abandoned);
      all.remove(thread);
      abandoned = Set.copyOf(all);
      stopping = isStopping();
    }
  }

  /**
   * Stops whatever is in code of a cell, because it has filled the heap. Allocates nothing.
   *
   * @param isFull false if there is room in the heap again, or what has filled it has ended
   */
  public static void full(boolean isFull) {
    if (isFull) {
      full = true;
      stopping = true;
    } else if (full) {
      synchronized (StopCheck.class) {
        full = false;
        stopping = isStopping();
      }
    }
  }

  /** Stops whatever is in code of a cell, for good: the process ends. */
  public static synchronized void stopAll() {
    all = true;
    stopping = true;
  }
}
