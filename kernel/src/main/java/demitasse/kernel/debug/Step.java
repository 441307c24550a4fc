package demitasse.kernel.debug;

/**
 * How far a thread is to go.
 *
 * @param kind the request
 * @param cell the name of the cell that ran
 * @param depth how many calls of methods it stood in
 * @param from the line where it stood
 */
record Step(Kind kind, String cell, int depth, Location from) {
  /** The requests of the debug adapter protocol. */
  enum Kind {
    NEXT,
    IN,
    OUT
  }

  /** Tells whether a line that begins is where to stop. */
  boolean endsAt(int lineDepth, Location line) {
    return switch (kind) {
      case NEXT -> lineDepth < depth || lineDepth == depth && !line.equals(from);
      case IN -> lineDepth != depth || !line.equals(from);
      case OUT -> lineDepth < depth;
    };
  }

  /**
   * Tells whether a call of this depth, to which a called method has returned, is where to stop.
   */
  boolean endsOnReturnTo(int callDepth) {
    return callDepth < depth;
  }
}
