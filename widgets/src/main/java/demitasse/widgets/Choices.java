package demitasse.widgets;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A widget that offers values, each under a text. */
abstract class Choices<T> extends Widget {
  private volatile List<T> options = List.of();

  Choices(Spec spec) {
    super(spec);
  }

  /** Returns the values on offer. */
  public List<T> options() {
    return options;
  }

  void setOptions(List<T> values) {
    requireGiven(values);
    setOptions(values, values.stream().map(String::valueOf).toList());
  }

  void setOptions(Map<String, T> values) {
    requireGiven(values);
    setOptions(new ArrayList<>(values.values()), new ArrayList<>(values.keySet()));
  }

  private void requireGiven(Object options) {
    if (options == null) {
      throw new IllegalArgumentException(getClass().getSimpleName() + ": options is null");
    }
  }

  private void setOptions(List<T> values, List<String> labels) {
    if (labels.contains(null)) {
      throw new IllegalArgumentException(
          getClass().getSimpleName() + ": an option has no label; the labels are " + labels);
    }
    Map<String, Object> changes = new LinkedHashMap<>();
    changes.put("_options_labels", labels);
    changes.put("index", first(values.size()));
    Object index = valueOf("index");
    Object value = value();
    // Before the change is made: whoever hears of it asks for the value, which may be null.
    options = Collections.unmodifiableList(new ArrayList<>(values));
    setAll(changes);
    if (Objects.equals(index, valueOf("index")) && !Objects.equals(value, value())) {
      tell("index", index); // another value has the same place
    }
  }

  /** Returns what is selected. */
  public abstract Object value();

  /** Returns the selection at first. */
  abstract Object first(int count);

  /** Returns the place of a value on offer. */
  int place(Object value) {
    int place = options.indexOf(value);
    if (place < 0) {
      throw new IllegalArgumentException(
          "%s does not offer %s, but %s".formatted(getClass().getSimpleName(), value, options));
    }
    return place;
  }
}
