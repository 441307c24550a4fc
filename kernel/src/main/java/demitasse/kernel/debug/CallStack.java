package demitasse.kernel.debug;

import java.util.function.Supplier;

/** The calls of methods of cells that a thread is in. Used by that thread alone while it runs. */
final class CallStack {
  Frame top;
  Step step; // null unless the thread is to stop a step further on
  Throwable seen; // the exception that was last looked at
  boolean isReported; // whether the thread has stopped for it
  private int aside;

  /** Does work in which the thread does not stop, as what the debugger itself evaluates. */
  <T> T aside(Supplier<T> work) {
    Frame before = top;
    aside++;
    try {
      return work.get();
    } finally {
      aside--;
      top = before;
    }
  }

  boolean isAside() {
    return aside > 0;
  }
}
