package demitasse.widgets;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** A widget that is clicked. */
public abstract class Clickable extends Widget {
  private final List<Runnable> handlers = new CopyOnWriteArrayList<>();

  Clickable(Spec spec) {
    super(spec);
  }

  /** Runs {@code handler} at each click, also while a cell runs. */
  public Clickable onClick(Runnable handler) {
    handlers.add(Objects.requireNonNull(handler, "handler"));
    return this;
  }

  /** Does what a click of the user's does. */
  public void click() {
    Calls.all(handlers, Runnable::run);
  }

  @Override
  void custom(Object content) {
    if (content instanceof Map<?, ?> map && "click".equals(map.get("event"))) {
      click();
    }
  }
}
