package demitasse.kernel.request;

import demitasse.kernel.execution.Stopper;
import demitasse.kernel.protocol.Message;

/**
 * Tells which cell of the main shell an interrupt is for. It comes by a channel of its own: it may
 * overtake the request that brings the cell it is meant for, or arrive when that cell has ended and
 * the next one runs.
 */
final class Interrupts {
  private final Stopper stopper;
  private volatile Message running; // what brought the cell that runs; null if none does
  private volatile Message early; // an interrupt that found no cell; null if there was none

  /**
   * Creates it.
   *
   * @param stopper stops the cells of the main shell
   */
  Interrupts(Stopper stopper) {
    this.stopper = stopper;
  }

  /** Tells whether a cell runs. */
  boolean isCellRunning() {
    return running != null;
  }

  /** Says that a cell is about to begin; an interrupt that has overtaken it stops it. */
  void begin(Message cell) {
    running = cell;
    stopper.expect();
    Message interrupt = early;
    if (interrupt != null && cell.isSentBefore(interrupt)) {
      stopper.stop();
    }
  }

  /** Says that the cell has ended. */
  void end() {
    stopper.expectNone();
    running = null;
  }

  /** Stops the cell that an interrupt is for; false if there is none to stop. */
  boolean stop(Message interrupt) {
    Message cell = running;
    early = interrupt; // before it is known: the cell may be read meanwhile
    boolean isLate = cell != null && interrupt.isSentBefore(cell);
    boolean isDone = isLate || stopper.stop();
    if (isDone) {
      early = null;
    }
    return isDone;
  }
}
