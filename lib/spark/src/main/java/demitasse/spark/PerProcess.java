package demitasse.spark;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What the tasks of one process share: made by the first that needs it, and freed when a task needs
 * another one and nobody uses it.
 *
 * @param <T> what is shared
 */
final class PerProcess<T extends AutoCloseable> {
  private final Map<UUID, Shared<T>> all = new HashMap<>();

  private static final class Shared<T> {
    private final T value;
    private int users;

    Shared(T value) {
      this.value = value;
    }
  }

  /**
   * Returns what goes by an id, until {@link #release} is called as often.
   *
   * @param make makes it, if this process does not have it
   */
  synchronized T use(UUID id, Supplier<T> make) {
    Shared<T> shared = all.get(id);
    if (shared == null) {
      freeIdle();
      shared = new Shared<>(make.get());
      all.put(id, shared);
    }
    shared.users++;
    return shared.value;
  }

  synchronized void release(UUID id) {
    all.get(id).users--;
  }

  private void freeIdle() {
    for (Iterator<Shared<T>> i = all.values().iterator(); i.hasNext(); ) {
      Shared<T> one = i.next();
      if (one.users == 0) {
        i.remove();
        try {
          one.value.close();
        } catch (Exception e) {
          throw new IllegalStateException("cannot free " + one.value, e);
        }
      }
    }
  }
}
