package demitasse.kernel.execution;

import demitasse.kernel.base.Log;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.stream.Stream;

/**
 * The virtual threads of this process, which Java has from 21 on.
 *
 * <p>No public class of the JDK lists them. The one that its thread dumps use does, and the jar
 * that starts the kernel is given access to it. Without that none is found.
 */
final class VirtualThreads {
  private static final int SINCE = 21;

  private final MethodHandle isVirtual;
  private final MethodHandle root;
  private final MethodHandle children;
  private final MethodHandle threads;

  private VirtualThreads() throws ReflectiveOperationException {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    Class<?> container = Class.forName("jdk.internal.vm.ThreadContainer");
    MethodType toStream = MethodType.methodType(Stream.class);
    isVirtual = lookup.findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
    root =
        lookup.findStatic(
            Class.forName("jdk.internal.vm.ThreadContainers"),
            "root",
            MethodType.methodType(container));
    children = lookup.findVirtual(container, "children", toStream);
    threads = lookup.findVirtual(container, "threads", toStream);
  }

  /** Returns what lists them on this Java; null if nothing does. */
  static VirtualThreads ofThisJava() {
    if (Runtime.version().feature() < SINCE) {
      return null;
    }
    try {
      return new VirtualThreads();
    } catch (ReflectiveOperationException e) {
      Log.note("an interrupt does not stop virtual threads: " + e);
      return null;
    }
  }

  /** Returns those that live now. */
  Stream<Thread> all() {
    return of(call(root)).filter(thread -> (boolean) call(isVirtual, thread));
  }

  @SuppressWarnings("unchecked") // the element types that the methods declare
  private Stream<Thread> of(Object container) {
    return Stream.concat(
        (Stream<Thread>) call(threads, container),
        ((Stream<Object>) call(children, container)).flatMap(this::of));
  }

  private static Object call(MethodHandle method, Object... arguments) {
    try {
      return method.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
