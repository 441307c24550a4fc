package demitasse.widgets;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Finds out whether the front end has widgets. Nothing in the protocol says so; but a front end
 * that has them follows a link between two values, and reports the value that it has set.
 */
final class Probe {
  private static final String ATTRIBUTE = "width";
  private static final String QUESTION = "1px";

  private final CompletableFuture<Void> answer = new CompletableFuture<>();
  private boolean asked;

  /** Runs {@code then} once there is an answer; asks if nobody has. */
  void whenAnswered(Runnable then) {
    answer.thenRun(then);
    synchronized (this) {
      if (asked) {
        return;
      }
      asked = true;
    }
    ask();
  }

  /** Asks with layouts, because they are never shown and have no widgets of their own. */
  private void ask() {
    Layout source = new Layout();
    Layout target = new Layout();
    DirectionalLink link = new DirectionalLink();
    source.width(QUESTION);
    link.source(List.of(source, ATTRIBUTE)).target(List.of(target, ATTRIBUTE));
    target.onWidth(
        width -> {
          List.of(target, source).forEach(Widget::close);
          answer.complete(null);
        });
    link.open();
    // Not by the handler, which may run before the link is open on this side.
    answer.thenRun(link::close);
  }
}
