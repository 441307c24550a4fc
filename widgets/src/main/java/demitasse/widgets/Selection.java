package demitasse.widgets;

import java.util.Collections;
import java.util.List;

/** A widget in which the user selects one value. */
public abstract class Selection<T> extends Choices<T> implements Valued<T> {
  Selection(Spec spec) {
    super(spec);
  }

  /** Returns what is selected; null for nothing. */
  @Override
  public T value() {
    Integer index = (Integer) valueOf("index");
    List<T> options = options();
    return index == null || options.isEmpty() ? null : options.get(index);
  }

  void select(T value) {
    boolean isNone = value == null && !options().contains(null);
    setAll(Collections.singletonMap("index", isNone ? null : (Object) place(value)));
  }

  @Override
  Object first(int count) {
    return count == 0 ? null : 0;
  }
}
