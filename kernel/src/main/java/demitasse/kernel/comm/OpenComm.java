package demitasse.kernel.comm;

import demitasse.kernel.api.Comm;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A comm that is open, or was. */
final class OpenComm implements Comm {
  private final Comms comms;
  private final String id;
  private final String target;
  private volatile Consumer<Map<String, Object>> onMessage = data -> {};
  private volatile Consumer<Map<String, Object>> onClose = data -> {};

  OpenComm(Comms comms, String id, String target) {
    this.comms = comms;
    this.id = id;
    this.target = target;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  public void send(Map<String, ?> data, byte[]... buffers) {
    comms.send("comm_msg", this, data, List.of(buffers));
  }

  @Override
  public void close() {
    comms.close(this);
  }

  @Override
  public Comm onMessage(Consumer<Map<String, Object>> handler) {
    onMessage = handler;
    return this;
  }

  @Override
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
