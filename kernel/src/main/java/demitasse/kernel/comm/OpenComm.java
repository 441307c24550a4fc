package demitasse.kernel.comm;

import demitasse.kernel.api.Comm;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A comm that is open, or was. */
final class OpenComm implements Comm {
  private static final int EARLY = 1000; // a handler that never comes must not fill the memory

  private record Received(Map<String, Object> data, List<byte[]> buffers) {}

  private final Comms comms;
  private final String id;
  private final String target;
  private final Queue<Received> early = new ArrayDeque<>(); // what no handler has taken yet
  private BiConsumer<Map<String, Object>, List<byte[]>> onMessage; // null until there is one
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
  public Comm onMessage(BiConsumer<Map<String, Object>, List<byte[]>> handler) {
    synchronized (early) {
      onMessage = handler;
      for (Received next; (next = early.poll()) != null; ) {
        handler.accept(next.data(), next.buffers());
      }
    }
    return this;
  }

  @Override
  public Comm onClose(Consumer<Map<String, Object>> handler) {
    onClose = handler;
    return this;
  }

  void message(Map<String, Object> data, List<byte[]> buffers) {
    BiConsumer<Map<String, Object>, List<byte[]>> handler;
    synchronized (early) { // one that is just being set takes first what came early
      handler = onMessage;
      if (handler == null && early.size() < EARLY) {
        early.add(new Received(data, buffers));
      }
    }
    if (handler != null) {
      handler.accept(data, buffers);
    }
  }

  void closed(Map<String, Object> data) {
    onClose.accept(data);
  }
}
