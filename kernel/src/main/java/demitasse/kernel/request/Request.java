package demitasse.kernel.request;

import com.google.gson.JsonObject;
import demitasse.kernel.protocol.Message;
import demitasse.kernel.protocol.RequestChannel;
import demitasse.kernel.protocol.RequestChannel.Reply;
import java.util.List;

/** A request in the hands of what answers it. */
public final class Request {
  private final Message message;
  private final RequestChannel channel;
  private boolean answered;

  Request(Message message, RequestChannel channel) {
    this.message = message;
    this.channel = channel;
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

  boolean isAnswered() {
    return answered;
  }

  public void reply(Reply reply) {
    answered = true;
    channel.answer(message, reply);
  }

  /** Takes the requests that have come meanwhile; whoever takes them handles them. */
  List<Request> takeWaiting() {
    return channel.takeWaiting().stream().map(next -> new Request(next, channel)).toList();
  }
}
