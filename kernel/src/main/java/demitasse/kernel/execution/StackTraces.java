package demitasse.kernel.execution;

import demitasse.kernel.api.Notebooks;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the code of a cell calls in place of the JDK's ways to a stack trace, put there by {@link
 * CellCode}: the same, without the frames of the kernel below the cell.
 */
public final class StackTraces {
  private static final String DO_IT = "do_it$"; // JShell's method for an expression or a statement

  /** In the name of a class by which the JVM calls a lambda: seen from another thread only. */
  private static final String LAMBDA_CLASS = "$$Lambda";

  private static final Set<String> KERNEL = Set.of("demitasse.kernel.", "jdk.jshell.");

  private StackTraces() {}

  /** Stands in for {@link Throwable#printStackTrace()}. */
  public static void print(Throwable thrown) {
    if (isOverridden(thrown)) {
      thrown.printStackTrace();
    } else {
      System.err.println(Notebooks.running().traceback(thrown));
    }
  }

  /** Stands in for {@link Throwable#printStackTrace(PrintStream)}. */
  public static void print(Throwable thrown, PrintStream to) {
    if (to == null || isOverridden(thrown, PrintStream.class)) {
      thrown.printStackTrace(to);
    } else {
      to.print(text(thrown));
    }
  }

  /** Stands in for {@link Throwable#printStackTrace(PrintWriter)}. */
  public static void print(Throwable thrown, PrintWriter to) {
    if (to == null || isOverridden(thrown, PrintWriter.class)) {
      thrown.printStackTrace(to);
    } else {
      to.print(text(thrown));
    }
  }

  private static String text(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return Notebooks.running().readable(text.toString());
  }

  private static boolean isOverridden(Throwable thrown, Class<?>... parameters) {
    try {
      return thrown.getClass().getMethod("printStackTrace", parameters).getDeclaringClass()
          != Throwable.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every Throwable has it", e);
    }
  }

  /** Stands in for {@link Throwable#getStackTrace}. */
  public static StackTraceElement[] of(Throwable thrown) {
    return readable(List.of(thrown.getStackTrace()));
  }

  /** Stands in for {@link Thread#getStackTrace}. */
  public static StackTraceElement[] of(Thread thread) {
    List<StackTraceElement> frames = new ArrayList<>(List.of(thread.getStackTrace()));
    frames.removeIf(frame -> frame.getClassName().equals(StackTraces.class.getName()));
    return readable(frames);
  }

  /** Stands in for {@link ThreadInfo#getStackTrace}. */
  public static StackTraceElement[] of(ThreadInfo thread) {
    return readable(List.of(thread.getStackTrace()));
  }

  /** Stands in for {@link ThreadInfo#toString}. */
  public static String text(ThreadInfo thread) {
    return Notebooks.running().readable(thread.toString());
  }

  private static StackTraceElement[] readable(List<StackTraceElement> frames) {
    List<StackTraceElement> own =
        withoutKernel(frames, StackTraceElement::getClassName, StackTraceElement::getMethodName)
            .stream()
            .filter(frame -> !frame.getClassName().contains(LAMBDA_CLASS))
            .toList();
    return Notebooks.running().readable(own).toArray(StackTraceElement[]::new);
  }

  /** Stands in for {@link StackWalker#walk}. */
  public static <T> T walk(
      StackWalker walker, Function<? super Stream<StackWalker.StackFrame>, ? extends T> function) {
    return walker.walk(frames -> function.apply(readableFrames(frames.toList()).stream()));
  }

  /** Stands in for {@link StackWalker#forEach}. */
  public static void forEach(StackWalker walker, Consumer<? super StackWalker.StackFrame> action) {
    walker
        .<List<StackWalker.StackFrame>>walk(frames -> readableFrames(frames.toList()))
        .forEach(action);
  }

  private static List<StackWalker.StackFrame> readableFrames(List<StackWalker.StackFrame> frames) {
    List<StackWalker.StackFrame> own =
        withoutKernel(
            frames, StackWalker.StackFrame::getClassName, StackWalker.StackFrame::getMethodName);
    return own.stream()
        .map(
            frame ->
                CellClasses.isOfCell(frame.getClassName())
                    ? new CellFrame(frame, readable(frame))
                    : frame)
        .toList();
  }

  private static StackTraceElement readable(StackWalker.StackFrame frame) {
    return Notebooks.running().readable(List.of(frame.toStackTraceElement())).get(0);
  }

  /** Leaves out the frames of the kernel, and those by which it has called the cell. */
  private static <T> List<T> withoutKernel(
      List<T> frames, Function<T, String> type, Function<T, String> method) {
    Predicate<T> isKernel = frame -> isKernel(type.apply(frame));
    if (frames.stream().noneMatch(isKernel)) {
      return frames; // of a thread that a cell or a library has started
    }
    List<T> own = new ArrayList<>();
    boolean below = false; // below the entry of a cell
    for (T frame : frames) {
      if (CellClasses.isOfCell(type.apply(frame))) {
        below = method.apply(frame).startsWith(DO_IT);
        own.add(frame);
      } else if (!below && !isKernel.test(frame)) {
        own.add(frame);
      }
    }
    return own;
  }

  private static boolean isKernel(String className) {
    return KERNEL.stream().anyMatch(className::startsWith);
  }
}
