package demitasse.model;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * Native memory that is free, but that the process still holds. The C library of Linux keeps what a
 * large model leaves behind, in pieces that the next model may not fit into: beside ResNet50 a
 * third of a session's memory.
 */
final class FreedMemory {
  private FreedMemory() {}

  /** Gives it back to the system, where the C library can. */
  static void giveBack() {
    if (Platform.isLinux()) {
      try {
        NativeLibrary.getInstance(Platform.C_LIBRARY_NAME)
            .getFunction("malloc_trim")
            .invokeInt(new Object[] {0});
      } catch (UnsatisfiedLinkError e) {
        // Not glibc, which is the one that keeps it.
      }
    }
  }
}
