package demitasse.kernel.request;

import demitasse.kernel.base.Json;
import demitasse.kernel.comm.Comms;
import demitasse.kernel.protocol.Message;
import demitasse.kernel.protocol.Publisher;
import demitasse.kernel.protocol.RequestChannel;
import demitasse.kernel.session.CellThread;
import demitasse.kernel.session.Outcome;
import demitasse.kernel.session.SideThreads;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Brings the user's handlers what the front end sends to a comm, while cells run. The messages of
 * one comm are handled one after the other, by whatever shell they come; those of another comm do
 * not wait for them: a button stops what a slider has begun.
 */
public final class CommRequests {
  private static final Set<String> TYPES = Set.of("comm_open", "comm_msg", "comm_close");

  private final CellThread cells;
  private final Comms comms;
  private final Publisher publisher;
  private final Executor threads;
  private final Map<String, CompletableFuture<Void>> last = new ConcurrentHashMap<>();

  public CommRequests(CellThread cells, Comms comms, Publisher publisher, SideThreads threads) {
    this.cells = cells;
    this.comms = comms;
    this.publisher = publisher;
    this.threads = threads.many("comm");
  }

  /** Has a message to a comm handled, after those before it to the same comm. */
  public boolean take(Message message, RequestChannel channel, Requests requests) {
    if (!TYPES.contains(message.type())) {
      return false;
    }
    String comm = Json.string(message.content(), "comm_id", "");
    Runnable work = () -> requests.handle(new Request(message, channel), this::handle);
    CompletableFuture<Void> added =
        last.compute(
            comm,
            (id, before) ->
                before == null
                    ? CompletableFuture.runAsync(work, threads)
                    : before.handleAsync((done, failed) -> run(work), threads));
    try {
      added.whenComplete((done, failed) -> last.remove(comm, added));
    } catch (OutOfMemoryError e) {
      // It is going to be handled all the same, once; it is remembered until the next one is.
    }
    return true;
  }

  private static Void run(Runnable work) {
    work.run();
    return null;
  }

  private void handle(Request request) {
    publisher.cell(request.message().header());
    Outcome<Void> outcome = cells.session().call(() -> comms.handle(request.message()));
    if (outcome.failed()) {
      publisher.publish("error", outcome.failure().content());
    }
  }
}
