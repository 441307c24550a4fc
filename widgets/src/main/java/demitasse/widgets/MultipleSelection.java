package demitasse.widgets;

import java.util.List;
import java.util.Map;

/** A widget in which the user selects several values, or the two ends of a range. */
public abstract class MultipleSelection<T> extends Choices<T> implements Valued<List<T>> {
  private final boolean isRange;

  MultipleSelection(Spec spec) {
    super(spec);
    isRange = spec.rule() == Rules.INDEX_PAIR;
  }

  /** Returns what is selected; of a range, its two ends. */
  @Override
  public List<T> value() {
    List<T> options = options();
    return options.isEmpty()
        ? List.of()
        : ((List<?>) valueOf("index")).stream().map(index -> options.get((Integer) index)).toList();
  }

  void select(List<T> values) {
    setAll(Map.of("index", values.stream().map(this::place).toList()));
  }

  @Override
  Object first(int count) {
    return isRange ? List.of(0, 0) : List.of();
  }
}
