package demitasse.explore;

import demitasse.widgets.Transport;
import demitasse.widgets.WidgetManager;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A page with a notebook: it keeps what it is told, and does what a user would do. */
final class Page implements Transport {
  final List<End> ends = new CopyOnWriteArrayList<>();
  final Map<String, Object> shown = new ConcurrentHashMap<>();
  final Set<Thread> openers = ConcurrentHashMap.newKeySet();
  volatile Consumer<Object> onDisplay = value -> {};
  private final boolean hasWidgets;

  private Page(boolean hasWidgets) {
    this.hasWidgets = hasWidgets;
  }

  /** Has the widgets of this process use a new page. */
  static Page use(boolean hasWidgets) {
    Page page = new Page(hasWidgets);
    WidgetManager.use(page);
    return page;
  }

  /** The page's end of a line to a widget. */
  static final class End implements Line {
    final String id;
    final Map<String, Object> state = new ConcurrentHashMap<>();
    volatile boolean closed;
    private volatile BiConsumer<Map<String, Object>, List<byte[]>> onMessage;

    private End(String id) {
      this.id = id;
    }

    private void take(Object data, List<byte[]> buffers) {
      Map<?, ?> message = (Map<?, ?>) data;
      ((Map<?, ?>) message.get("state")).forEach((key, value) -> put((String) key, value));
      List<?> paths = (List<?>) message.get("buffer_paths");
      for (int i = 0; i < paths.size(); i++) {
        put((String) ((List<?>) paths.get(i)).get(0), buffers.get(i));
      }
    }

    private void put(String key, Object value) {
      if (value != null) {
        state.put(key, value);
      }
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public void send(Map<String, ?> data, List<byte[]> buffers) {
      if ("update".equals(data.get("method"))) {
        take(data, buffers);
      }
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
    public void onClose(Runnable handler) {}

    void set(String key, Object value) {
      onMessage.accept(
          Map.of("method", "update", "state", Map.of(key, value), "buffer_paths", List.of()),
          List.of());
    }

    void click() {
      onMessage.accept(Map.of("method", "custom", "content", Map.of("event", "click")), List.of());
    }
  }

  /** Returns the end of the first widget of a kind that was opened. */
  End end(String kind) {
    return ends.stream()
        .filter(end -> (kind + "Model").equals(end.state.get("_model_name")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind));
  }

  @Override
  public Line open(
      String target, Map<String, ?> data, Map<String, ?> metadata, List<byte[]> buffers) {
    openers.add(Thread.currentThread());
    End end = new End("id-" + ends.size());
    end.take(data, buffers);
    ends.add(end);
    if (hasWidgets && "DirectionalLinkModel".equals(end.state.get("_model_name"))) {
      follow((List<?>) end.state.get("source"), (List<?>) end.state.get("target"));
    }
    return end;
  }

  private void follow(List<?> source, List<?> target) {
    Object value = end(source).state.get(source.get(1));
    end(target).set((String) target.get(1), value);
  }

  private End end(List<?> pair) {
    return ends.stream()
        .filter(end -> pair.get(0).equals("IPY_MODEL_" + end.id))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void serve(String target, Consumer<Line> handler) {}

  @Override
  public String requestId() {
    return "request";
  }

  @Override
  public String display(Object value) {
    String id = "shown-" + shown.size();
    shown.put(id, value);
    onDisplay.accept(value);
    return id;
  }

  @Override
  public void replace(String id, String type, String content) {
    shown.put(id, type + " " + content);
  }

  @Override
  public void clearOutput(boolean wait) {}

  @Override
  public void printStackTrace(Throwable thrown) {
    throw new AssertionError(thrown);
  }
}
