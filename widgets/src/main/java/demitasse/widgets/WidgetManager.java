package demitasse.widgets;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Knows the widgets that the front end shows, and tells it all of them when it asks. */
public final class WidgetManager {
  private static final String CONTROL = "jupyter.widget.control";

  // Static and mutable, against the rule of the house: a process has one kernel.
  private static WidgetManager running;

  private final Transport transport;
  private final Map<String, Widget> open = new ConcurrentHashMap<>();
  private final Probe probe = new Probe();

  private WidgetManager(Transport transport) {
    this.transport = transport;
  }

  /** Has widgets use this kernel from now on. */
  public static synchronized void use(Transport transport) {
    WidgetManager manager = new WidgetManager(transport);
    transport.serve(CONTROL, manager::control);
    running = manager;
  }

  /** Returns the manager of this process. */
  static synchronized WidgetManager running() {
    if (running == null) {
      try {
        use(new KernelTransport());
      } catch (NoClassDefFoundError e) {
        throw new IllegalStateException(
            "widgets need a notebook: this process is no Java kernel that offers comms", e);
      }
    }
    return running;
  }

  Transport transport() {
    return transport;
  }

  Probe probe() {
    return probe;
  }

  void add(String id, Widget widget) {
    open.put(id, widget);
  }

  void remove(String id) {
    open.remove(id);
  }

  private void control(Transport.Line line) {
    line.onMessage(
        (data, buffers) -> {
          if ("request_states".equals(data.get("method"))) {
            sendStates(line);
          }
        });
  }

  private void sendStates(Transport.Line line) {
    Map<String, Object> states = new LinkedHashMap<>();
    open.forEach((id, widget) -> states.put(id, widget.modelAndState()));
    List<List<Object>> paths = new ArrayList<>();
    List<byte[]> buffers = new ArrayList<>();
    Object json = Buffers.takeOut(states, List.of(), paths, buffers);
    line.send(Map.of("method", "update_states", "states", json, "buffer_paths", paths), buffers);
  }
}
