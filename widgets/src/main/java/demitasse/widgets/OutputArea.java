package demitasse.widgets;

import java.util.Map;

/** A widget that shows what is printed and displayed while it captures. */
public abstract class OutputArea extends Widget {
  private static final String REQUEST = "msg_id";

  /** Code whose output is captured. */
  @FunctionalInterface
  public interface Code {
    /** Runs it. */
    void run() throws Exception;
  }

  OutputArea(Spec spec) {
    super(spec);
  }

  /**
   * Runs {@code code}; what it prints and displays on this thread goes to this widget, and so does
   * the exception that ends it.
   */
  public void capture(Code code) {
    open(); // or nobody would take what comes
    String before = (String) valueOf(REQUEST);
    Transport transport = WidgetManager.running().transport();
    setAll(Map.of(REQUEST, transport.requestId()));
    try {
      code.run();
    } catch (InterruptedException e) {
      transport.printStackTrace(e);
      Thread.currentThread().interrupt(); // whoever stops the cell means all of it
    } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
      transport.printStackTrace(e);
    } finally {
      setAll(Map.of(REQUEST, before));
    }
  }

  /** Captures {@code code}, and replaces what is shown when its first output comes. */
  public void replace(Code code) {
    capture(
        () -> {
          WidgetManager.running().transport().clearOutput(true);
          code.run();
        });
  }

  /** Removes what is shown. */
  public void clear() {
    capture(() -> WidgetManager.running().transport().clearOutput(false));
  }
}
