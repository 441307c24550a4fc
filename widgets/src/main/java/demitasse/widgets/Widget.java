package demitasse.widgets;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A control that lives on both sides: its state is here, the front end shows it, and a change on
 * either side reaches the other.
 *
 * <p>The front end hears of a widget when it is first shown, alone or within another one; until
 * then it is an object like any other. Changes may come from several threads: a cell, and the
 * handlers of what the user does.
 */
public abstract class Widget {
  private static final String TARGET = "jupyter.widget";
  static final String VIEW = "application/vnd.jupyter.widget-view+json";
  private static final Map<String, String> PROTOCOL = Map.of("version", "2.1.0");
  private static final Set<String> SHOWN = Set.of("png", "jpeg", "gif"); // as images, anywhere

  private static final int LONGEST_TEXT = 200; // of one value, in the text for the widget

  private final Spec spec;
  private final Object lock = new Object();
  private final Map<String, List<Consumer<Object>>> observers = new LinkedHashMap<>();
  private Map<String, Object> values = new LinkedHashMap<>();
  private Transport.Line line; // null until it is first shown, and when it is closed
  private String id; // of the first line, also when that is closed
  private boolean closed;
  private volatile Object fallback; // null if there is none

  Widget(Spec spec) {
    this.spec = spec;
    spec.attributes().forEach(attribute -> values.put(attribute.name(), attribute.initial()));
  }

  /** Returns the value of an attribute; one that belongs to each widget is made when asked for. */
  @SuppressWarnings("unchecked") // only values of the attribute's type are put in
  final <T> T get(Attribute<T> attribute) {
    synchronized (lock) {
      make(attribute);
      return (T) values.get(attribute.name());
    }
  }

  private void make(Attribute<?> attribute) {
    if (attribute.wire().maker() != null && values.get(attribute.name()) == null) {
      values.put(attribute.name(), attribute.wire().maker().get());
    }
  }

  final <T> void set(Attribute<T> attribute, T value) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put(attribute.name(), value);
    change(one, Map.of());
  }

  /** Sets two attributes that depend on each other. */
  final <T> void setBoth(Attribute<T> first, T one, Attribute<T> second, T other) {
    Map<String, Object> both = new LinkedHashMap<>();
    both.put(first.name(), one);
    both.put(second.name(), other);
    change(both, Map.of());
  }

  /** Sets attributes by the front end's names for them. */
  final void setAll(Map<String, Object> changes) {
    change(changes, Map.of());
  }

  /** Returns the value of an attribute by the front end's name for it. */
  final Object valueOf(String key) {
    return get(attribute(key));
  }

  /**
   * Returns an attribute by the front end's name for it.
   *
   * @throws IllegalArgumentException if there is none
   */
  final Attribute<?> attribute(String key) {
    Attribute<?> attribute = spec.attribute(key);
    if (attribute == null) {
      throw new IllegalArgumentException(
          "%s has no attribute %s; it has %s"
              .formatted(
                  spec.name(), key, spec.attributes().stream().map(Attribute::name).toList()));
    }
    return attribute;
  }

  @SuppressWarnings("unchecked") // only values of the attribute's type are put in
  final <T> void observe(Attribute<T> attribute, Consumer<? super T> observer) {
    Objects.requireNonNull(observer, "observer");
    synchronized (lock) {
      observers
          .computeIfAbsent(attribute.name(), name -> new CopyOnWriteArrayList<>())
          .add((Consumer<Object>) observer);
    }
  }

  /**
   * Changes attributes, all or none.
   *
   * @param known what the front end has of its own, and need not be told
   */
  private void change(Map<String, Object> changes, Map<String, Object> known) {
    changes.forEach(this::requireOutside);
    Map<String, Object> changed = new LinkedHashMap<>();
    synchronized (lock) {
      Map<String, Object> next = new LinkedHashMap<>(values);
      changes.forEach((key, value) -> next.put(key, checked(attribute(key), value)));
      try {
        spec.rule().apply(next);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(spec.name() + ": " + e.getMessage());
      }
      next.forEach(
          (key, value) -> {
            if (!Objects.deepEquals(value, values.get(key))) {
              changed.put(key, value);
            }
          });
      values = next;
      Map<String, Object> patch = new LinkedHashMap<>(changed);
      known.forEach(
          (key, value) -> {
            if (Objects.deepEquals(value, next.get(key))) {
              patch.remove(key);
            } else { // what the front end asks for and does not get, it is told
              patch.put(key, next.get(key));
            }
          });
      if (line != null && !patch.isEmpty()) {
        send("update", patch);
      }
    }
    Calls.all(changed.entrySet(), each -> tell(each.getKey(), each.getValue()));
  }

  /** Refuses a value that holds this widget: no front end can show a box within itself. */
  private void requireOutside(String key, Object value) {
    Deque<Object> open = new ArrayDeque<>();
    Set<Widget> seen = new HashSet<>();
    for (Object next = value; next != null; next = open.poll()) {
      if (next == this) {
        throw new IllegalArgumentException(
            spec.name() + ": " + key + " holds the widget itself, directly or within another one");
      }
      if (next instanceof List<?> list) {
        list.stream().filter(Objects::nonNull).forEach(open::add);
      } else if (next instanceof Widget widget && seen.add(widget)) {
        open.addAll(widget.within());
      }
    }
  }

  /** Returns the values that may hold other widgets. */
  private List<Object> within() {
    synchronized (lock) {
      return values.values().stream()
          .filter(value -> value instanceof List<?> || value instanceof Widget)
          .toList();
    }
  }

  private Object checked(Attribute<?> attribute, Object value) {
    if (value == null && !attribute.nullable()) {
      throw new IllegalArgumentException(
          spec.name() + ": " + attribute.name() + " must be " + attribute.wire().says());
    }
    if (value != null && !attribute.wire().allows(value)) {
      throw new IllegalArgumentException(
          "%s: %s is %s; it must be %s"
              .formatted(
                  spec.name(),
                  attribute.name(),
                  value instanceof String ? '"' + value.toString() + '"' : value,
                  attribute.wire().says()));
    }
    return value instanceof List<?> list ? List.copyOf(list) : value;
  }

  /** Calls the observers of an attribute; one that throws does not keep the others from it. */
  final void tell(String key, Object value) {
    List<Consumer<Object>> told;
    synchronized (lock) {
      told = observers.getOrDefault(key, List.of());
    }
    Calls.all(told, observer -> observer.accept(value));
  }

  // --- The front end ---

  /** Has the front end know of the widget; returns the id that it knows it by. */
  final String open() {
    WidgetManager manager = WidgetManager.running();
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException(spec.name() + " is closed");
      }
      if (line == null) {
        List<List<Object>> paths = new ArrayList<>();
        List<byte[]> buffers = new ArrayList<>();
        Object state = Buffers.takeOut(state(), List.of(), paths, buffers);
        Map<String, Object> data = Map.of("state", state, "buffer_paths", paths);
        line = manager.transport().open(TARGET, data, PROTOCOL, buffers);
        line.onMessage(this::receive);
        line.onClose(this::forget);
        id = line.id();
        manager.add(id, this);
      }
      return id;
    }
  }

  /** Returns how the state of another widget names this one, also when this one is closed. */
  final String reference() {
    synchronized (lock) {
      return "IPY_MODEL_" + (closed && id != null ? id : open());
    }
  }

  /** Returns the whole state, as it travels but for binary parts and other widgets. */
  private Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("_model_module", spec.module());
    state.put("_model_module_version", spec.version());
    state.put("_model_name", spec.name() + "Model");
    state.put("_view_module", spec.viewModule());
    state.put("_view_module_version", spec.viewVersion());
    state.put("_view_name", spec.view());
    for (Attribute<?> attribute : spec.attributes()) {
      make(attribute);
      state.put(attribute.name(), travelling(attribute));
    }
    return state;
  }

  private <T> Object travelling(Attribute<T> attribute) {
    T value = get(attribute);
    return value == null ? null : attribute.wire().out().apply(value);
  }

  /** Returns what the front end needs to make its side of the widget anew. */
  final Map<String, Object> modelAndState() {
    synchronized (lock) {
      return Map.of(
          "model_name", spec.name() + "Model",
          "model_module", spec.module(),
          "model_module_version", spec.version(),
          "state", state());
    }
  }

  private void send(String method, Map<String, Object> changed) {
    Map<String, Object> state = new LinkedHashMap<>();
    changed.keySet().forEach(key -> state.put(key, travelling(attribute(key))));
    sendState(method, state);
  }

  private void sendState(String method, Map<String, Object> state) {
    List<List<Object>> paths = new ArrayList<>();
    List<byte[]> buffers = new ArrayList<>();
    Object json = Buffers.takeOut(state, List.of(), paths, buffers);
    line.send(Map.of("method", method, "state", json, "buffer_paths", paths), buffers);
  }

  private void receive(Map<String, Object> data, List<byte[]> buffers) {
    switch (String.valueOf(data.get("method"))) {
      case "update" -> update(data, buffers);
      case "request_state" -> {
        synchronized (lock) {
          if (line != null) {
            sendState("update", state());
          }
        }
      }
      case "custom" -> custom(data.get("content"));
      default -> {
        // What a later protocol has, this one need not know.
      }
    }
  }

  private void update(Map<String, Object> data, List<byte[]> buffers) {
    List<?> paths = data.get("buffer_paths") instanceof List<?> list ? list : List.of();
    Map<?, ?> state = data.get("state") instanceof Map<?, ?> map ? map : Map.of();
    Map<String, Object> sent = Buffers.putBack(state, paths, buffers);
    sent.keySet().removeIf(key -> spec.attribute(key) == null);
    Map<String, Object> read = new LinkedHashMap<>();
    sent.forEach((key, value) -> read.put(key, read(spec.attribute(key), value)));
    // What came as bytes, such as an upload, is not sent back: it may be large.
    paths.forEach(path -> sent.remove(((List<?>) path).get(0)));
    synchronized (lock) {
      if (line != null && !sent.isEmpty()) {
        sendState("echo_update", sent); // to other views of the same notebook
      }
    }
    change(read, read);
  }

  private Object read(Attribute<?> attribute, Object value) {
    if (value == null && attribute.nullable()) {
      return null;
    }
    try {
      return attribute.wire().read(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          spec.name() + ": the front end's " + attribute.name() + ": " + e.getMessage());
    }
  }

  /** Takes a message that is no change of the state, such as a click. */
  void custom(Object content) {}

  private void forget() {
    synchronized (lock) {
      if (line != null) {
        WidgetManager.running().remove(id);
      }
      line = null;
      closed = true;
    }
  }

  /**
   * Sets a value, such as an image, to show in place of the widget where there are no widgets: in
   * another front end, or on a page made from the saved notebook.
   */
  public final void fallback(Object value) {
    fallback = value;
  }

  /** Returns what is shown in place of the widget; null if that is a text. */
  public final Object fallback() {
    return fallback;
  }

  /**
   * Has the front end know of the widget, and returns in which forms it can be shown, by their MIME
   * types: as a widget, as text, and an image as an image, in Base64. With it a kernel displays a
   * widget.
   *
   * @throws IllegalStateException if the widget is closed
   */
  public final Map<String, Object> mimeBundle() {
    Map<String, Object> bundle = new LinkedHashMap<>();
    bundle.put(VIEW, Map.of("version_major", 2, "version_minor", 0, "model_id", open()));
    bundle.put("text/plain", toString());
    if (this instanceof Image image && SHOWN.contains(image.format())) {
      bundle.put("image/" + image.format(), Base64.getEncoder().encodeToString(image.value()));
    }
    return bundle;
  }

  /** Removes the widget from the front end; it cannot be shown again. */
  public final void close() {
    Transport.Line open;
    synchronized (lock) {
      open = line;
      forget();
    }
    if (open != null) {
      open.close();
    }
  }

  /** Returns the kind of widget and what differs from its defaults. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    synchronized (lock) {
      for (Attribute<?> attribute : spec.attributes()) {
        Object value = values.get(attribute.name());
        if (!(value instanceof Widget) && !Objects.deepEquals(value, attribute.initial())) {
          String name = attribute.name().equals("_options_labels") ? "options" : attribute.name();
          parts.add(name + "=" + text(value));
        }
      }
    }
    return spec.name() + "(" + String.join(", ", parts) + ")";
  }

  private static String text(Object value) {
    if (value instanceof byte[] bytes) {
      return bytes.length + " bytes";
    }
    String text = String.valueOf(value);
    boolean isLong = value instanceof String && text.length() > LONGEST_TEXT;
    return isLong ? text.substring(0, LONGEST_TEXT - 1) + "…" : text;
  }
}
