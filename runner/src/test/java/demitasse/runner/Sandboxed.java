package demitasse.runner;

/** Whether submissions can be locked in on this machine. */
final class Sandboxed {
  static final boolean HERE = here();

  private Sandboxed() {}

  private static boolean here() {
    try {
      return Sandbox.hasBubblewrap();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
