package demitasse.kernel.request;

import demitasse.kernel.comm.Comms;
import demitasse.kernel.protocol.Publisher;
import demitasse.kernel.session.CellThread;
import demitasse.kernel.session.Outcome;

/**
 * Brings the user's handlers what the front end sends to a comm, as if each message were a cell.
 */
public final class CommRequests {
  private final CellThread cells;
  private final Comms comms;
  private final Publisher publisher;

  public CommRequests(CellThread cells, Comms comms, Publisher publisher) {
    this.cells = cells;
    this.comms = comms;
    this.publisher = publisher;
  }

  public void handle(Request request) {
    publisher.cell(request.message().header());
    Outcome<Void> outcome =
        cells.call(() -> cells.session().call(() -> comms.handle(request.message())));
    if (outcome.failed()) {
      publisher.publish("error", outcome.failure().content());
    }
  }
}
