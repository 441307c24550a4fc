package demitasse.widgets;

import java.util.function.Consumer;

/** A widget with a value. */
public interface Valued<T> {
  /** Returns the value. */
  T value();

  /** Calls {@code observer} with the value whenever it changes, on either side. */
  Valued<T> onValue(Consumer<? super T> observer);
}
