package demitasse.widgets;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A front end that remembers what it was told. */
final class FakeTransport implements Transport {
  /** What was sent on a line. */
  record Sent(Map<String, ?> data, List<byte[]> buffers) {}

  final List<FakeLine> lines = new ArrayList<>();
  final List<Object> shown = new ArrayList<>();
  final Map<String, Consumer<Line>> served = new HashMap<>();
  String request = "request-1";

  /** One end of a line. */
  static final class FakeLine implements Line {
    final String id;
    final Map<String, ?> opened;
    final List<byte[]> buffers;
    final List<Sent> sent = new ArrayList<>();
    private BiConsumer<Map<String, Object>, List<byte[]>> onMessage;
    private Runnable onClose;
    boolean closed;

    FakeLine(String id, Map<String, ?> opened, List<byte[]> buffers) {
      this.id = id;
      this.opened = opened;
      this.buffers = buffers;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public void send(Map<String, ?> data, List<byte[]> buffers) {
      sent.add(new Sent(data, buffers));
    }

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public void onMessage(BiConsumer<Map<String, Object>, List<byte[]>> handler) {
      onMessage = handler;
    }

    @Override
    public void onClose(Runnable handler) {
      onClose = handler;
    }

    /** Sends what the user's side sends. */
    void receive(Map<String, Object> data, byte[]... buffers) {
      onMessage.accept(data, List.of(buffers));
    }

    void closeByFrontEnd() {
      onClose.run();
    }

    /** Sends a changed state. */
    void update(Map<String, Object> state) {
      receive(Map.of("method", "update", "state", state, "buffer_paths", List.of()));
    }

    /** Returns the states that were sent by one method. */
    List<Object> states(String method) {
      return sent.stream()
          .filter(one -> method.equals(one.data().get("method")))
          .<Object>map(one -> one.data().get("state"))
          .toList();
    }

    Map<?, ?> state() {
      return (Map<?, ?>) opened.get("state");
    }
  }

  /** Has widgets use a new one of these. */
  static FakeTransport use() {
    FakeTransport transport = new FakeTransport();
    WidgetManager.use(transport);
    return transport;
  }

  /** Returns the line that was opened for a model. */
  FakeLine line(String model) {
    return lines.stream()
        .filter(line -> model.equals(line.state().get("_model_name")))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public Line open(
      String target, Map<String, ?> data, Map<String, ?> metadata, List<byte[]> buffers) {
    FakeLine line = new FakeLine("id-" + lines.size(), data, buffers);
    lines.add(line);
    return line;
  }

  @Override
  public void serve(String target, Consumer<Line> handler) {
    served.put(target, handler);
  }

  @Override
  public String requestId() {
    return request;
  }

  @Override
  public String display(Object value) {
    if (value instanceof Widget widget) {
      widget.open();
    }
    shown.add(value);
    return "shown-" + (shown.size() - 1);
  }

  @Override
  public void replace(String id, String type, String content) {
    shown.set(Integer.parseInt(id.substring(6)), type + ": " + content);
  }

  @Override
  public void clearOutput(boolean wait) {
    shown.add("clear");
  }

  @Override
  public void printStackTrace(Throwable thrown) {
    shown.add(thrown);
  }
}
