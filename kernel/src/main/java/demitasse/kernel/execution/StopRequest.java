package demitasse.kernel.execution;

import demitasse.kernel.source.CellPlaces;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One request to the thread of a cell to stop.
 *
 * <p>It is interrupted once. Code that hears of it may go on, to return what it has or to clean up,
 * as Python code that catches a {@code KeyboardInterrupt}. Code that goes on with the very thing it
 * was at, as a loop that catches whatever comes, has not heard: it is stopped without mercy.
 */
final class StopRequest {
  /** How long code may take to see by itself that it is interrupted. */
  private static final long LOOKOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

  /** How long code of a cell may work on; a library that has heard takes the time it needs. */
  private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final String THIS_PACKAGE = StopRequest.class.getPackageName() + ".";

  private final Thread cell;
  private List<StackTraceElement> at = List.of();
  private long heard;
  private volatile long delivered;
  private volatile boolean noticed;
  private volatile boolean insists;

  StopRequest(Thread cell) {
    this.cell = cell;
  }

  /** Tells whether the thread is still at what it was at, or in loops of a cell for long. */
  private boolean goesOn(long nanos) {
    if (nanos < GRACE_NANOS) {
      return false;
    }
    List<StackTraceElement> place = place();
    return place.equals(at)
        || nanos > LONG_NANOS && !place.isEmpty() && CellPlaces.isOfCell(place.get(0));
  }

  /** Tells whether the thread has not been asked yet. */
  boolean isNew() {
    return delivered == 0;
  }

  /** Asks, or looks what has come of it. */
  void look() {
    if (insists) {
      cell.interrupt();
      return;
    }
    if (heard == 0 && isTaken()) {
      heard = System.nanoTime();
    }
    if (heard == 0) {
      at = place();
    } else {
      insists = goesOn(System.nanoTime() - heard);
    }
    if (delivered == 0) {
      deliver();
    }
  }

  /** Interrupts the thread, which cannot have taken that before this is known. */
  private synchronized void deliver() {
    cell.interrupt();
    delivered = System.nanoTime();
  }

  /** Has no mercy from now on: the user has asked a second time. */
  void insist() {
    insists = true;
  }

  /** Tells whether the code goes on although it has heard, and may. */
  boolean isHeard() {
    return (heard != 0 || noticed) && !insists;
  }

  /** Tells whether code on the thread has taken the interrupt. */
  synchronized boolean isTaken() {
    return noticed || delivered != 0 && !cell.isInterrupted();
  }

  /** Says that code of a cell has seen that this thread is interrupted. */
  void notice(Thread thread) {
    noticed |= thread == cell;
  }

  /** Tells whether a thread that has come by a check is to end there. */
  boolean isToEnd(Thread thread) {
    return thread != cell
        || insists
        || cell.isInterrupted()
            && !noticed
            && delivered != 0
            && System.nanoTime() - delivered > LOOKOUT_NANOS;
  }

  /** What the thread is at: its calls, without what the JDK or this package does in the last. */
  private List<StackTraceElement> place() {
    return Stream.of(cell.getStackTrace())
        .dropWhile(
            frame -> frame.getModuleName() != null || frame.getClassName().startsWith(THIS_PACKAGE))
        .toList();
  }
}
