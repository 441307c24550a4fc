package demitasse.kernel.debug;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/**
 * What the code of cells calls while it is being debugged, put there by {@link DebugCode}. A thread
 * that is to stop waits in here.
 */
public final class Hooks {
  // Static and mutable, as in StopCheck: it is the code of cells that calls.
  private static volatile Pauses pauses; // null while nobody debugs
  private static final ThreadLocal<CallStack> STACKS = ThreadLocal.withInitial(CallStack::new);

  private static final MethodHandle RECORD;
  private static final MethodHandle PASS;
  private static final MethodHandle IS_WANTED;

  static {
    Lookup lookup = MethodHandles.lookup();
    try {
      RECORD =
          lookup.findStatic(
              Hooks.class,
              "record",
              MethodType.methodType(void.class, Site.class, Frame.class, Object[].class));
      PASS =
          lookup.findStatic(
              Hooks.class, "pass", MethodType.methodType(void.class, Site.class, Frame.class));
      IS_WANTED =
          lookup.findStatic(
              Hooks.class, "isWanted", MethodType.methodType(boolean.class, Site.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Hooks() {}

  /** Says who decides whether to stop; null: nobody, and nothing stops. */
  static void serve(Pauses newPauses) {
    pauses = newPauses;
  }

  /** The calls that the current thread is in. */
  static CallStack stack() {
    return STACKS.get();
  }

  /** Says that a method begins. */
  public static Frame enter() {
    CallStack stack = STACKS.get();
    Frame frame = new Frame(stack);
    stack.top = frame;
    return frame;
  }

  /** Says that a method returns. */
  public static void exit(Frame frame) {
    frame.stack.top = frame.caller;
  }

  /** Says that what a method has called has returned. */
  public static void back(Frame frame) {
    Pauses current = pauses;
    if (current != null && current.isAttentive()) {
      current.back(frame);
    }
  }

  /** Says that an exception leaves a method; returns it. */
  public static Throwable thrown(Throwable thrown, Frame frame) {
    Pauses current = pauses;
    try {
      frame.stack.top = frame; // exceptions have left the methods above
      if (current != null && current.isAttentive()) {
        current.thrown(thrown, frame, false);
      }
    } finally {
      exit(frame);
    }
    return thrown;
  }

  /** Says that an exception is caught in a method. */
  public static void caught(Throwable thrown, Frame frame) {
    frame.stack.top = frame;
    Pauses current = pauses;
    if (current != null && current.isAttentive()) {
      current.thrown(thrown, frame, true);
    }
  }

  /** Says that an exception passes through a method: a "finally", or resources to close. */
  public static void passes(Throwable thrown, Frame frame) {
    frame.stack.top = frame;
    Pauses current = pauses;
    if (current != null && current.isAttentive()) {
      current.thrown(thrown, frame, frame.site != null && frame.site.catches(thrown));
    }
  }

  /**
   * Links a place where a line begins: bootstrap method of an {@code invokedynamic} that is given
   * the frame and the variables in scope.
   *
   * @param line the line in the class of JShell's
   * @param calls 1 where the line calls methods, which may stop: its variables are kept then; 0
   *     where it does not, so that a tight loop stays one
   */
  public static CallSite line(
      Lookup lookup,
      String name,
      MethodType type,
      int line,
      String method,
      String locals,
      String catches,
      int calls) {
    Site site = new Site(lookup.lookupClass(), method, line, locals, catches);
    MethodHandle stop =
        MethodHandles.insertArguments(RECORD, 0, site)
            .asCollector(Object[].class, type.parameterCount() - 1)
            .asType(type);
    if (calls == 1) {
      return new ConstantCallSite(stop);
    }
    MethodHandle isWanted = MethodHandles.insertArguments(IS_WANTED, 0, site);
    MethodHandle pass =
        MethodHandles.dropArguments(
            MethodHandles.insertArguments(PASS, 0, site),
            1,
            type.parameterList().subList(1, type.parameterCount()));
    return new ConstantCallSite(MethodHandles.guardWithTest(isWanted, stop, pass));
  }

  private static boolean isWanted(Site site) {
    Pauses current = pauses;
    return current != null && current.isWanted(site);
  }

  private static void pass(Site site, Frame frame) {
    frame.site = site;
    frame.values = null;
    frame.assigned = null;
  }

  private static void record(Site site, Frame frame, Object[] values) {
    Site previous = frame.site;
    frame.site = site;
    frame.values = values;
    frame.assigned = null;
    Pauses current = pauses;
    if (current != null && current.isWanted(site)) {
      frame.isAtLine = true;
      try {
        current.line(frame, previous);
      } finally {
        frame.isAtLine = false;
      }
    }
  }

  /**
   * Returns what a variable holds when its line begins: its value, or what was assigned to it while
   * the thread stood there.
   *
   * @param index its place among those of the line
   */
  public static int held(int value, Frame frame, int index) {
    if (frame.assigned == null) {
      return value;
    }
    Object assigned = frame.assigned[index];
    if (assigned instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    return assigned instanceof Character c ? c : ((Number) assigned).intValue();
  }

  /** The same for a {@code long}. */
  public static long held(long value, Frame frame, int index) {
    return frame.assigned == null ? value : (Long) frame.assigned[index];
  }

  /** The same for a {@code float}. */
  public static float held(float value, Frame frame, int index) {
    return frame.assigned == null ? value : (Float) frame.assigned[index];
  }

  /** The same for a {@code double}. */
  public static double held(double value, Frame frame, int index) {
    return frame.assigned == null ? value : (Double) frame.assigned[index];
  }

  /** The same for an object. */
  public static Object held(Object value, Frame frame, int index) {
    return frame.assigned == null ? value : frame.assigned[index];
  }
}
