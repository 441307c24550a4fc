package demitasse.kernel.execution;

import demitasse.kernel.base.Notes;
import demitasse.kernel.source.CellNames;
import demitasse.kernel.source.CellPlaces;
import java.lang.management.ThreadInfo;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells the user why a thread has not stopped. */
final class Unresponsive {
  private static final String ASKED = "Note: the cell was asked to stop, but ";

  /** What runs on the thread of a cell before its code does. */
  private static final Pattern COMPILES =
      Pattern.compile("demitasse\\.kernel\\.(?:session|source|execution)\\..*");

  private Unresponsive() {}

  /** Says which method or lock it is that the cell waits for, if it is one. */
  static void tell(Thread thread) {
    ThreadInfo lock = LockHolders.blocked(thread);
    if (lock != null) {
      tellLock(thread, lock);
      return;
    }
    StackTraceElement called = called(thread);
    if (called != null && COMPILES.matcher(called.getClassName()).matches()) {
      Notes.say(
          ASKED
              + "the compiler is at work on it. The cell stops when that is done; to end it now,"
              + " restart.");
    } else if (called != null) {
      Notes.say(
          ASKED
              + called.getClassName()
              + "."
              + called.getMethodName()
              + "() does not respond. The cell stops when it returns; to end it now, restart.");
    }
  }

  private static void tellLock(Thread thread, ThreadInfo info) {
    boolean isOfCell = !LockHolders.among(CellThreads.inCells(), Set.of(thread)).isEmpty();
    Notes.say(
        ASKED
            + "waits for a lock (a "
            + CellNames.plain(info.getLockInfo().getClassName())
            + ") that the thread "
            + info.getLockOwnerName()
            + " holds. The cell stops when it gets the lock; to end it now, "
            + (isOfCell ? "press stop again, which stops that thread, too." : "restart."));
  }

  /** The method of a library, or of the JDK, that code of a cell has called last; null if none. */
  private static StackTraceElement called(Thread thread) {
    StackTraceElement called = null;
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (CellPlaces.isOfCell(frame)) {
        break;
      }
      called = frame;
      if (frame.getModuleName() == null) {
        break; // a library's, with what it has called of the JDK's above it
      }
    }
    return called;
  }
}
