package demitasse.kernel.request;

import com.google.gson.JsonObject;
import demitasse.kernel.protocol.Message;
import demitasse.kernel.protocol.RequestChannel;
import demitasse.kernel.protocol.RequestChannel.Reply;
import java.util.List;
import java.util.function.Supplier;

/** A request in the hands of what answers it. */
public final class Request {
  private final Message message;
  private final RequestChannel channel;
  private final Supplier<List<Request>> waiting;
  private boolean begun;
  private boolean answered;

  /** A request to the main shell. */
  Request(Message message, RequestChannel channel) {
    this(
        message,
        channel,
        () -> channel.takeWaiting().stream().map(next -> new Request(next, channel)).toList());
  }

  /**
   * A request to a shell.
   *
   * @param waiting takes the requests that wait in this shell
   */
  Request(Message message, RequestChannel channel, Supplier<List<Request>> waiting) {
    this.message = message;
    this.channel = channel;
    this.waiting = waiting;
  }

  Message message() {
    return message;
  }

  public String type() {
    return message.type();
  }

  public JsonObject content() {
    return message.content();
  }

  /** Says that what handles it begins. */
  void begin() {
    begun = true;
  }

  boolean hasBegun() {
    return begun;
  }

  boolean isAnswered() {
    return answered;
  }

  public void reply(Reply reply) {
    channel.answer(message, reply);
    answered = true; // not before: there may have been no memory for it
  }

  /** Waits for memory, of which there was not enough to handle the request. */
  void awaitMemory() {
    channel.awaitMemory();
  }

  /** Takes the requests that have come to its shell meanwhile; whoever takes them handles them. */
  List<Request> takeWaiting() {
    return waiting.get();
  }
}
