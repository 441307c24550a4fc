package demitasse.kernel.protocol;

import demitasse.kernel.base.Heap;

/**
 * Decides whether a message for which there was no memory is tried again. A cell that has filled
 * the heap is about to be stopped, and then there is room. A message that does not fit into a heap
 * with room never will.
 */
final class Tries {
  /** How often a large message is tried while something else fills the heap. */
  private static final int MOST = 50;

  /** How many times a message is in memory, at most, while it is encoded or decoded. */
  private static final int COPIES = 16;

  private static final long MEGABYTE = 1 << 20;

  private boolean wasAmple;
  private int failed;

  /** Says that a try begins. */
  void begin() {
    wasAmple = Heap.isAmple();
  }

  /** Says that the message is done with. */
  void end() {
    failed = 0;
  }

  /**
   * Says that there was no memory; tells whether the message is to be given up. A small one, such
   * as a shutdown, never is.
   *
   * @param bytes how large the message is
   */
  boolean areOver(long bytes) {
    failed++;
    return wasAmple && Heap.isAmple()
        ? Heap.isMuch(COPIES * bytes)
        : failed >= MOST && Heap.isMuch(bytes);
  }

  /**
   * Says why a message was given up.
   *
   * @param type such as {@code display_data}
   * @param bytes how large it is
   */
  static String reason(String type, long bytes) {
    return "a message of %,d MB (%s) needs more memory than the kernel has; its heap: %,d MB"
        .formatted(Math.max(1, bytes / MEGABYTE), type, Heap.most() / MEGABYTE);
  }
}
