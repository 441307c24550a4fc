package demitasse.kernel.base;

/** How much room the heap has. Nothing here asks for memory. */
public final class Heap {
  /** What counts as room: this part of the heap. */
  private static final int PART = 20;

  private Heap() {}

  /** Tells whether there is certainly room for the kernel's own work. */
  public static boolean isAmple() {
    return isMuch(free());
  }

  /** Tells whether so many bytes are a notable part of the heap. */
  public static boolean isMuch(long bytes) {
    return bytes > most() / PART;
  }

  /** Returns how many bytes are certainly free: garbage does not count. */
  public static long free() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
  }

  /** Returns how many bytes the heap can have. */
  public static long most() {
    return Runtime.getRuntime().maxMemory();
  }
}
