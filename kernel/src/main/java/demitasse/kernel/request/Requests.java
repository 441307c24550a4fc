package demitasse.kernel.request;

import com.google.gson.JsonObject;
import demitasse.kernel.base.Failure;
import demitasse.kernel.base.Log;
import demitasse.kernel.protocol.Message;
import demitasse.kernel.protocol.Publisher;
import demitasse.kernel.protocol.RequestChannel;
import demitasse.kernel.protocol.RequestChannel.Reply;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.zeromq.ZMQException;

/**
 * Who answers which type of request on one channel. Tells the front end before each that the kernel
 * is busy, after it that it is idle, and what went wrong if the answer does not come.
 */
public final class Requests implements RequestChannel.Handler {
  private static final String NO_MEMORY =
      "the heap is full: there was no memory to handle the request";

  private final Publisher publisher;
  private final IntSupplier count;
  private final Map<String, Consumer<Request>> handlers = new HashMap<>();
  private final Map<String, AtOnce> atOnce = new HashMap<>();
  private final Consumer<Request> without = request -> refuse(request, NO_MEMORY);
  private Aside aside = (message, channel) -> false;

  /**
   * Creates the table, empty.
   *
   * @param count the number of the last cell
   */
  public Requests(Publisher publisher, IntSupplier count) {
    this.publisher = publisher;
    this.count = count;
  }

  /** What to do when a request comes, and before and after it, even if there is no memory. */
  private record AtOnce(Runnable first, Consumer<Request> handler, Runnable then) {}

  /** What answers some requests beside the main shell, on threads of its own. */
  public interface Aside {
    /** Takes a request if it is for this; tells whether it was. */
    boolean take(Message message, RequestChannel channel);
  }

  /** Has a type of message handled, in its turn. */
  public Requests on(String type, Consumer<Request> handler) {
    handlers.put(type, handler);
    return this;
  }

  /** Has a type of request answered, in its turn, from its content. */
  public Requests answer(String type, Function<JsonObject, Reply> answer) {
    return on(type, request -> request.reply(answer.apply(request.content())));
  }

  /** Has a type of request answered at once: it does not wait for the cell that runs. */
  public Requests answerAtOnce(String type, Function<JsonObject, Reply> answer) {
    return atOnce(type, request -> request.reply(answer.apply(request.content())));
  }

  /** Has requests that are not for the main shell taken by somebody else. */
  public void passTo(Aside newAside) {
    aside = newAside;
  }

  /** Has a type of request handled at once. */
  public Requests atOnce(String type, Consumer<Request> handler) {
    return atOnce(type, () -> {}, handler, () -> {});
  }

  /**
   * Has a type of request handled at once.
   *
   * @param first what to do before anything else, even if there is no memory
   * @param then what to do once the front end knows, or cannot know for want of memory
   */
  public Requests atOnce(String type, Runnable first, Consumer<Request> handler, Runnable then) {
    atOnce.put(type, new AtOnce(first, handler, then));
    return this;
  }

  @Override
  public void handle(Message message, RequestChannel channel) {
    handle(new Request(message, channel));
  }

  @Override
  public boolean handleAtOnce(Message message, RequestChannel channel) {
    AtOnce way = atOnce.get(message.type());
    if (way != null) {
      boolean hadMemory;
      way.first().run();
      try {
        hadMemory = hasMemoryFor(new Request(message, channel), way.handler());
      } finally {
        way.then().run();
      }
      if (!hadMemory) {
        channel.awaitMemory(); // and not again: a shutdown may come next, and makes room
      }
      return true;
    }
    return aside.take(message, channel);
  }

  @Override
  public void refuse(Message message, String why, RequestChannel channel) {
    handle(new Request(message, channel), request -> refuse(request, why));
  }

  private void refuse(Request request, String why) {
    if (!request.isAnswered()) {
      Failure failure = Failure.plain(OutOfMemoryError.class.getName(), why);
      answer(request, failure);
      publisher.publish("error", request.message().header(), failure.content());
    }
  }

  /** Handles a request in the way of its type. */
  void handle(Request request) {
    handle(request, handlers.getOrDefault(request.type(), Requests::passOver));
  }

  private static void passOver(Request request) {
    Log.note("no answer to " + request.type());
  }

  /** Handles a request in this way. If memory runs out, waits and then answers with an error. */
  void handle(Request request, Consumer<Request> handler) {
    Consumer<Request> next = handler;
    while (!hasMemoryFor(request, next)) {
      request.awaitMemory();
      next = request.hasBegun() ? without : handler;
    }
  }

  private boolean hasMemoryFor(Request request, Consumer<Request> handler) {
    try {
      handleOnce(request, handler);
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  private void handleOnce(Request request, Consumer<Request> handler) {
    JsonObject header = request.message().header();
    publisher.status(header, "busy");
    request.begin();
    try {
      handler.accept(request);
    } catch (ZMQException e) {
      throw e; // the sockets are closing under the cell that was running
    } catch (RuntimeException | Error e) {
      Log.note(request.type() + " failed: " + e + ", caused by " + e.getCause());
      if (!request.isAnswered()) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String why = String.valueOf(cause.getMessage());
        answer(request, Failure.plain(cause.getClass().getName(), why));
      }
    } finally {
      publisher.status(header, "idle");
    }
  }

  private void answer(Request request, Failure failure) {
    if (request.type().endsWith("_request")) {
      JsonObject content = failure.reply();
      content.addProperty("execution_count", count.getAsInt());
      request.reply(new Reply(request.type().replace("_request", "_reply"), content));
    }
  }
}
