package demitasse.widgets;

import java.util.Map;

/** A widget that shows what is printed and displayed while it captures. */
public abstract class OutputArea extends Widget {
  private static final String REQUEST = "msg_id";

  OutputArea(Spec spec) {
    super(spec);
  }

  /**
   * Runs {@code code}; what it prints and displays on this thread goes to this widget, and so does
   * the exception that ends it.
   */
  public void capture(Runnable code) {
    open(); // or nobody would take what comes
    String before = (String) valueOf(REQUEST);
    Transport transport = WidgetManager.running().transport();
    setAll(Map.of(REQUEST, transport.requestId()));
    try {
      code.run();
    } catch (RuntimeException e) {
      transport.printStackTrace(e);
    } finally {
      setAll(Map.of(REQUEST, before));
    }
  }

  /** Captures {@code code}, and replaces what is shown when its first output comes. */
  public void replace(Runnable code) {
    capture(
        () -> {
          WidgetManager.running().transport().clearOutput(true);
          code.run();
        });
  }
}
