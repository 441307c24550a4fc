package demitasse.engine;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.List;

/**
 * Native memory that is free, but that the process still holds. While a model trains, that is good:
 * the arrays of a step are freed at its end and wanted again by the next. Once the model is closed
 * it is not: beside ResNet50 a third of a session's memory, in pieces that the next model may not
 * fit into.
 *
 * <p>All of it concerns glibc, the C library of most Linux systems; elsewhere nothing happens.
 */
public final class FreedMemory {
  /** The settings of mallopt(3), and the environment variables by which a user sets them. */
  private static final int M_TRIM_THRESHOLD = -1;

  private static final int M_TOP_PAD = -2;
  private static final int M_MMAP_THRESHOLD = -3;
  private static final List<String> USERS =
      List.of(
          "MALLOC_TRIM_THRESHOLD_", "MALLOC_TOP_PAD_", "MALLOC_MMAP_THRESHOLD_", "GLIBC_TUNABLES");

  /** The largest that each version of glibc takes; what is larger comes from the system. */
  private static final int LARGEST_KEPT = 32 << 20;

  private static final int MOST_KEPT = 1 << 30;

  /**
   * A thread other than the first takes memory in regions of this size. An empty one goes back at
   * once, whatever the thresholds, unless so much is to be kept beyond what is used.
   */
  private static final int REGION = 64 << 20;

  private FreedMemory() {}

  /**
   * Lets the process keep what is freed, unless the user has settled that. Else it goes back to the
   * system in the middle of a step, which has to clear each page of it before it is used again: of
   * the CIFAR-100 network's training a fifth.
   */
  static void keep() {
    if (isOurs()) {
      call("mallopt", M_MMAP_THRESHOLD, LARGEST_KEPT);
      keep(MOST_KEPT, REGION);
    }
  }

  private static void keep(int atTheEnd, int beyond) {
    call("mallopt", M_TRIM_THRESHOLD, atTheEnd);
    call("mallopt", M_TOP_PAD, beyond);
  }

  /** Gives it back to the system. */
  public static void giveBack() {
    if (isOurs()) {
      // malloc_trim leaves alone what lies at the end of a thread's own memory; a free() sees to
      // it, if not too small.
      keep(0, 0);
      Native.free(Native.malloc(1 << 17));
      keep(MOST_KEPT, REGION);
    }
    call("malloc_trim", 0);
  }

  private static boolean isOurs() {
    return Platform.isLinux()
        && USERS.stream().allMatch(variable -> System.getenv(variable) == null);
  }

  private static void call(String function, Object... arguments) {
    if (Platform.isLinux()) {
      try {
        NativeLibrary.getInstance(Platform.C_LIBRARY_NAME)
            .getFunction(function)
            .invokeInt(arguments);
      } catch (UnsatisfiedLinkError e) {
        // Not glibc, the one whose ways these are.
      }
    }
  }
}
