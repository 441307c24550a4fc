package demitasse.kernel.debug;

/** A call of a method of a cell that runs, as long as it runs: made and kept by {@link Hooks}. */
public final class Frame {
  final CallStack stack;
  final Frame caller;
  final int depth;
  Site site; // the line that it is at; null before its first
  Object[] values; // of the variables in scope when that line began; null where not recorded
  boolean isAtLine; // whether the line has not begun yet: its variables can be assigned
  Object[] assigned; // the values, once one was assigned that the code is to take over

  Frame(CallStack stack) {
    this.stack = stack;
    this.caller = stack.top;
    this.depth = caller == null ? 1 : caller.depth + 1;
  }

  /** Tells whether it has come to a line of a cell. */
  boolean isShown() {
    return site != null && site.location() != null;
  }
}
