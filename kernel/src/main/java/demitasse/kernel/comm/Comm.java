package demitasse.kernel.comm;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A line to code in the front end, a widget for example. */
public final class Comm {
  private final Comms comms;
  private final String id;
  private final String target;
  private volatile Consumer<Map<String, Object>> onMessage = data -> {};
  private volatile Consumer<Map<String, Object>> onClose = data -> {};

  Comm(Comms comms, String id, String target) {
    this.comms = comms;
    this.id = id;
    this.target = target;
  }

  /** The id that both ends know it by. */
  public String id() {
    return id;
  }

  /** What it leads to in the front end. */
  public String target() {
    return target;
  }

  /** Sends data, which must be of JSON's types, and binary attachments. */
  public void send(Map<String, ?> data, byte[]... buffers) {
    comms.send("comm_msg", this, data, List.of(buffers));
  }

  /** Closes it, and tells the front end. */
  public void close() {
    comms.close(this);
  }

  /** Calls {@code handler} with the data of each message that comes. */
  public Comm onMessage(Consumer<Map<String, Object>> handler) {
    onMessage = handler;
    return this;
  }

  /** Calls {@code handler} when the front end closes it. */
  public Comm onClose(Consumer<Map<String, Object>> handler) {
    onClose = handler;
    return this;
  }

  void message(Map<String, Object> data) {
    onMessage.accept(data);
  }

  void closed(Map<String, Object> data) {
    onClose.accept(data);
  }
}
