package demitasse.train;

import java.util.concurrent.CancellationException;

/** How long work answers an interrupt of its thread, such as a notebook's stop button. */
final class Interrupts {
  private Interrupts() {}

  /**
   * Takes an interrupt, so that it does not hit what follows.
   *
   * @throws CancellationException if there was one
   */
  static void requireNone() {
    if (Thread.interrupted()) {
      throw new CancellationException("stopped");
    }
  }
}
