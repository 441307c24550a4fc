package demitasse.widgets;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A widget that shows what is printed and displayed while it captures. */
public abstract class OutputArea extends Widget {
  private static final String REQUEST = "msg_id";

  /** The requests that code runs for now; the front end takes the output of the last. */
  private final List<String> captured = new ArrayList<>();

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
    Transport transport = WidgetManager.running().transport();
    String request = transport.requestId();
    begin(request);
    try {
      code.run();
    } catch (InterruptedException e) {
      transport.printStackTrace(e);
      Thread.currentThread().interrupt(); // whoever stops the cell means all of it
    } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
      transport.printStackTrace(e);
    } finally {
      end(request);
    }
  }

  private void begin(String request) {
    synchronized (captured) {
      captured.add(request);
      setAll(Map.of(REQUEST, request));
    }
  }

  /** Ends one of them; a cell and handlers may capture at the same time, and end in any order. */
  private void end(String request) {
    synchronized (captured) {
      captured.remove(captured.lastIndexOf(request));
      setAll(Map.of(REQUEST, captured.isEmpty() ? "" : captured.get(captured.size() - 1)));
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
