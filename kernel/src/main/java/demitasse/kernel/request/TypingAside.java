package demitasse.kernel.request;

import demitasse.kernel.protocol.Message;
import demitasse.kernel.protocol.RequestChannel;
import demitasse.kernel.session.SideThreads;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * Answers what a front end asks as the user types while a cell of the main shell runs or stands at
 * a breakpoint: one request after the other, on a thread beside the cell's.
 */
public final class TypingAside implements Requests.Aside {
  private static final Set<String> TYPES =
      Set.of("complete_request", "inspect_request", "is_complete_request");

  private final BooleanSupplier isBusy;
  private final Requests requests;
  private final Executor thread;

  /**
   * Creates it.
   *
   * @param isBusy tells whether a cell of the main shell runs
   * @param requests knows the answers
   */
  public TypingAside(BooleanSupplier isBusy, Requests requests, SideThreads threads) {
    this.isBusy = isBusy;
    this.requests = requests;
    this.thread = threads.single("typing");
  }

  @Override
  public boolean take(Message message, RequestChannel channel) {
    boolean isMeant = TYPES.contains(message.type()) && isBusy.getAsBoolean();
    if (isMeant) {
      thread.execute(() -> requests.handle(new Request(message, channel)));
    }
    return isMeant;
  }
}
