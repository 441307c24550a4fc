package demitasse.widgets;

import java.util.Collection;
import java.util.function.Consumer;

/** Calls what a notebook has registered. */
final class Calls {
  private Calls() {}

  /**
   * Does something with each element, even after that has failed for one.
   *
   * @throws RuntimeException the first failure; the others are suppressed in it
   */
  static <T> void all(Collection<T> elements, Consumer<T> action) {
    RuntimeException first = null;
    for (T element : elements) {
      try {
        action.accept(element);
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else if (first != e) { // an exception does not suppress itself
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
