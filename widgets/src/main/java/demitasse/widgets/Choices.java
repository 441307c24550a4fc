package demitasse.widgets;

import java.util.ArrayList;
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
    setOptions(values, values.stream().map(String::valueOf).toList());
  }

  void setOptions(Map<String, T> values) {
    setOptions(new ArrayList<>(values.values()), List.copyOf(values.keySet()));
  }

  private void setOptions(List<T> values, List<String> labels) {
    Map<String, Object> changes = new LinkedHashMap<>();
    changes.put("_options_labels", labels);
    changes.put("index", first(values.size()));
    Object index = valueOf("index");
    Object value = value();
    options = List.copyOf(values); // before: whoever hears of the change asks for the value
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
