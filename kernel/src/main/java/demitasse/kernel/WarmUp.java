package demitasse.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.StringConcatException;
import java.lang.invoke.StringConcatFactory;

/**
 * Readies what JShell is about to need of the JVM, on a thread beside it.
 *
 * <p>JShell and javac join strings by code that the JVM makes at the first use of each shape. The
 * first of all takes as long as the rest of JShell's start, and could as well be made meanwhile.
 */
final class WarmUp {
  private WarmUp() {}

  /** Begins; nobody waits for it. */
  static void start() {
    Threads.start("demitasse-warm-up", WarmUp::run);
  }

  private static void run() {
    try {
      join("a\1b", String.class);
      join("a\1", boolean.class);
      join("a\1", String.class);
      join("\1\1", String.class, String.class);
      join("a\1b\1c", String.class, String.class);
      join("a\1", int.class);
    } catch (StringConcatException e) {
      Log.note("no warm-up: " + e);
    }
  }

  private static void join(String recipe, Class<?>... parts) throws StringConcatException {
    StringConcatFactory.makeConcatWithConstants(
        MethodHandles.lookup(), "join", MethodType.methodType(String.class, parts), recipe);
  }
}
