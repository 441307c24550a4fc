package demitasse.kernel.process;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/** The memory that native code of this process asks the C library for. */
public final class NativeHeap {
  private NativeHeap() {}

  /**
   * Gives back what is free. After a start that is some megabytes, of the compilers above all:
   * glibc keeps what a thread has freed for later threads. Does nothing where the C library has no
   * such function.
   */
  public static void trim() {
    if (Platform.isLinux()) {
      try {
        NativeLibrary.getInstance("c").getFunction("malloc_trim").invokeInt(new Object[] {0L});
      } catch (LinkageError | OutOfMemoryError e) {
        // another C library than glibc, or no memory to ask it
      }
    }
  }
}
