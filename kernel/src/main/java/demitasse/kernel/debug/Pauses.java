package demitasse.kernel.debug;

import demitasse.kernel.base.CellExit;
import demitasse.kernel.base.CellFailure;
import demitasse.kernel.base.CellStopped;
import demitasse.kernel.base.Notes;
import demitasse.kernel.base.Threads;
import demitasse.kernel.execution.StopCheck;
import demitasse.kernel.execution.Stoppers;
import demitasse.kernel.session.Preview;
import demitasse.kernel.source.CellPlaces;
import demitasse.kernel.source.CellPlaces.Spot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides where a thread stops, and holds it there. One thread stands at a time: another one that
 * comes to a breakpoint waits until the first goes on. Threads that come to none never wait.
 */
final class Pauses {
  /** How many calls must fit on the stack of a thread that is to stop. */
  private static final int ROOM = 1000;

  private final CellPlaces places;
  private final CellFiles files;
  private final Breakpoints breakpoints;
  private final Stoppers stoppers;
  private final Events events;
  private final Expressions expressions;
  private final Object lock = new Object();

  // Those of the threads that are to stop a step further on. A count would go wrong: a thread may
  // keep a step from before the debugger restarted.
  private final Set<CallStack> stepping = ConcurrentHashMap.newKeySet();

  private CellPlaces.Search search;
  private int searchedAt;
  private Pause current; // null while no thread stands
  private boolean isOver; // nobody debugs any more
  private volatile int version = 1;
  private volatile boolean isAskedToPause;

  /** Is told what the front end wants to know. */
  interface Events {
    /** A thread stands. */
    void stopped(Pause pause);

    /** It goes on. */
    void continued(Pause pause);
  }

  Pauses(
      CellPlaces places,
      CellFiles files,
      Breakpoints breakpoints,
      Stoppers stoppers,
      Expressions expressions,
      Events events) {
    this.places = places;
    this.files = files;
    this.breakpoints = breakpoints;
    this.stoppers = stoppers;
    this.expressions = expressions;
    this.events = events;
  }

  /** Tells whether lines, returns or exceptions matter beside breakpoints. */
  boolean isAttentive() {
    return !stepping.isEmpty() || isAskedToPause || !breakpoints.exceptions().isEmpty();
  }

  /** Tells whether a thread may have to stop at a place, or its variables are wanted. */
  boolean isWanted(Site site) {
    int now = version + places.moves(); // both only grow
    if (!site.isUpToDate(now)) {
      update(site, now);
    }
    return !site.breakpoints().isEmpty() || isAttentive();
  }

  /** Says that breakpoints have changed. */
  void renew() {
    synchronized (lock) {
      version++;
    }
  }

  private void update(Site site, int now) {
    StackTraceElement element = site.element();
    Optional<Spot> spot;
    boolean isWritten;
    synchronized (lock) {
      if (searchedAt != now) {
        search = places.search();
        searchedAt = now;
      }
      spot = search.find(element).filter(found -> !search.isBelow(element));
      isWritten = search.isWritten(element);
    }
    Location location = spot.map(this::location).orElse(null);
    List<Breakpoint> points = location == null ? List.of() : breakpoints.at(location);
    site.update(now, location, isWritten, points);
  }

  private Location location(Spot spot) {
    String code = spot.place().source().whole();
    String path = code.isEmpty() ? "" : files.path(code);
    return new Location(path, spot.place().number(spot.line()));
  }

  /**
   * Is called where a line begins.
   *
   * @param previous where the same method was before; null at its beginning
   */
  void line(Frame frame, Site previous) {
    Location here = frame.site.location();
    if (here == null || isToBeLeftAlone(frame.stack) || isSecondPart(frame.site, previous)) {
      return;
    }
    List<Breakpoint> hit =
        frame.site.breakpoints().stream().filter(point -> isToStop(point, frame)).toList();
    Step step = frame.stack.step;
    if (!hit.isEmpty()) {
      stop(frame, Pause.Reason.BREAKPOINT, hit, null);
    } else if (step != null && isOfAnotherCell(step)) {
      endStep(frame.stack);
    } else if (step != null && step.endsAt(frame.depth, here)) {
      stop(frame, Pause.Reason.STEP, List.of(), null);
    } else if (isAskedToPause) {
      stop(frame, Pause.Reason.PAUSE, List.of(), null);
    }
  }

  /** JShell puts a "return" before an expression: its line and the expression's are one. */
  private static boolean isSecondPart(Site site, Site previous) {
    return previous != null
        && !previous.isWritten()
        && previous != site
        && site.location().equals(previous.location());
  }

  /** A step does not go on from the last line of one cell to the first of the next. */
  private boolean isOfAnotherCell(Step step) {
    return !step.cell().equals(places.running().source().name());
  }

  private boolean isToBeLeftAlone(CallStack stack) {
    Thread thread = Thread.currentThread();
    return stack.isAside() || Threads.ours(thread) || Preview.isOn(thread);
  }

  private boolean isToStop(Breakpoint point, Frame frame) {
    if (!point.condition().isEmpty()) {
      try {
        Object value = frame.stack.aside(() -> expressions.value(point.condition(), frame));
        if (!(value instanceof Boolean)) {
          throw new Expressions.Failed(value + " is neither true nor false");
        }
        if (Boolean.FALSE.equals(value)) {
          return false;
        }
      } catch (Expressions.Failed e) {
        Notes.say("Note: the condition of a breakpoint failed: " + e.getMessage());
        return true;
      }
    }
    if (!point.isHit()) {
      return false;
    }
    if (point.logMessage().isEmpty()) {
      return true;
    }
    System.out.println(frame.stack.aside(() -> expressions.filled(point.logMessage(), frame)));
    return false;
  }

  /** Is called where a method goes on after a call. */
  void back(Frame frame) {
    Step step = frame.stack.step;
    if (step != null
        && step.endsOnReturnTo(frame.depth)
        && frame.isShown()
        && !isToBeLeftAlone(frame.stack)) {
      stop(frame, Pause.Reason.STEP, List.of(), null);
    }
  }

  /**
   * Is called where an exception is caught in a method, or leaves it.
   *
   * @param isCaught whether it is caught
   */
  void thrown(Throwable thrown, Frame frame, boolean isCaught) {
    CallStack stack = frame.stack;
    if (!frame.isShown() || isToBeLeftAlone(stack) || isOfTheKernel(thrown)) {
      return;
    }
    if (thrown instanceof StackOverflowError && !hasRoom(ROOM)) {
      return; // it comes by in the callers, too
    }
    boolean isNew = stack.seen != thrown;
    stack.isReported &= !isNew;
    stack.seen = thrown;
    boolean isToStop =
        isNew && breakpoints.exceptions().contains(Breakpoints.RAISED)
            || !isCaught
                && breakpoints.exceptions().contains(Breakpoints.UNCAUGHT)
                && !isCaughtAbove(thrown, frame);
    if (isToStop && !stack.isReported) {
      stack.isReported = true;
      stop(frame, Pause.Reason.EXCEPTION, List.of(), thrown);
    }
  }

  private static boolean hasRoom(int calls) {
    try {
      return calls == 0 || hasRoom(calls - 1);
    } catch (StackOverflowError e) {
      return false;
    }
  }

  private static boolean isOfTheKernel(Throwable thrown) {
    return thrown instanceof CellStopped
        || thrown instanceof CellExit
        || thrown instanceof CellFailure
        || thrown.getClass().getName().startsWith("jdk.jshell.");
  }

  private static boolean isCaughtAbove(Throwable thrown, Frame frame) {
    for (Frame caller = frame.caller; caller != null; caller = caller.caller) {
      if (caller.site != null && caller.site.catches(thrown)) {
        return true;
      }
    }
    return false;
  }

  private void stop(Frame frame, Pause.Reason reason, List<Breakpoint> hit, Throwable thrown) {
    endStep(frame.stack);
    Pause pause = new Pause(frame, reason, hit, thrown);
    boolean isFirst = false;
    try {
      synchronized (lock) {
        while (current != null && !isOver) {
          lock.wait();
        }
        if (isOver || reason == Pause.Reason.PAUSE && !isAskedToPause) {
          return;
        }
        current = pause;
        isAskedToPause = false;
        isFirst = true;
      }
      events.stopped(pause);
      Step.Kind kind = pause.hold(() -> stoppers.here().isAsked(pause.thread()));
      if (kind != null) {
        String cell = places.running().source().name();
        frame.stack.step = new Step(kind, cell, frame.depth, frame.site.location());
        stepping.add(frame.stack);
      }
    } catch (InterruptedException e) {
      interrupted();
    } finally {
      if (isFirst) {
        goOn(pause);
      }
    }
  }

  private void goOn(Pause pause) {
    try {
      events.continued(pause);
    } finally {
      synchronized (lock) {
        current = null;
        lock.notifyAll();
      }
    }
  }

  private void endStep(CallStack stack) {
    stack.step = null;
    stepping.remove(stack);
  }

  /** The user stops the cell: the line does not run. Another interrupt is the code's to hear of. */
  private void interrupted() {
    if (stoppers.here().isAsked(Thread.currentThread())) {
      throw new CellStopped();
    }
    StopCheck.check();
    Thread.currentThread().interrupt();
  }

  /** The thread that stands; nothing if none does. */
  Optional<Pause> current() {
    synchronized (lock) {
      return Optional.ofNullable(current);
    }
  }

  /** Has the next thread that comes by a line of a cell stop there. */
  void pause() {
    isAskedToPause = true;
  }

  /** Lets all threads go on, for good. */
  void end() {
    Pause last;
    synchronized (lock) {
      isOver = true;
      last = current;
      lock.notifyAll();
    }
    if (last != null) {
      last.resume(null);
    }
  }
}
