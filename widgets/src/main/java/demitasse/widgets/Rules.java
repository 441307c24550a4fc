package demitasse.widgets;

import java.util.List;
import java.util.Map;

/** The rules of the controls: those of Jupyter's own Python side. */
final class Rules {
  static final Rule NONE = values -> {};
  static final Rule BOUNDED = Rules::bounded;
  static final Rule LOG = Rules::log;
  static final Rule RANGE = Rules::range;
  static final Rule TAGS = Rules::tags;
  static final Rule LINK = Rules::link;
  static final Rule INDEX = values -> index(values, "index", "_options_labels");
  static final Rule CHILD_INDEX = values -> index(values, "selected_index", "children");
  static final Rule INDEXES = Rules::indexes;
  static final Rule INDEX_PAIR = Rules::indexPair;

  private Rules() {}

  /** A value outside its bounds moves to the nearer one. */
  private static void bounded(Map<String, Object> values) {
    checkBounds(values);
    if (values.get("value") != null) {
      values.put("value", clamp(values.get("value"), values.get("min"), values.get("max")));
    }
  }

  private static void log(Map<String, Object> values) {
    checkBounds(values);
    double base = (Double) values.get("base");
    if (!(base > 0)) {
      throw new IllegalArgumentException("base is " + base + "; it must be above 0");
    }
    double min = Math.pow(base, (Double) values.get("min"));
    double max = Math.pow(base, (Double) values.get("max"));
    values.put("value", clamp(values.get("value"), Math.min(min, max), Math.max(min, max)));
  }

  private static void range(Map<String, Object> values) {
    checkBounds(values);
    List<?> pair = pair(values, "value");
    if (compare(pair.get(0), pair.get(1)) > 0) {
      throw new IllegalArgumentException(
          "value is " + pair + "; the lower end must not be above the upper one");
    }
    Object min = values.get("min");
    Object max = values.get("max");
    values.put("value", List.of(clamp(pair.get(0), min, max), clamp(pair.get(1), min, max)));
  }

  /** Numbers lie within the bounds; texts are among the allowed tags, if there are any. */
  private static void tags(Map<String, Object> values) {
    checkBounds(values);
    Object min = values.get("min");
    Object max = values.get("max");
    List<?> allowed = (List<?>) values.get("allowed_tags");
    for (Object tag : (List<?>) values.get("value")) {
      if (tag.equals("")) {
        throw new IllegalArgumentException("value has an empty text; a tag needs one");
      }
      if (tag instanceof String && !allowed.isEmpty() && !allowed.contains(tag)) {
        throw new IllegalArgumentException("value has " + tag + "; allowed are " + allowed);
      }
      if (!tag.equals(clamp(tag, min, max))) {
        throw new IllegalArgumentException(
            "value has %s; min is %s and max is %s".formatted(tag, min, max));
      }
    }
  }

  /** Both ends of a link are widgets' attributes, or not set yet. */
  private static void link(Map<String, Object> values) {
    for (String key : List.of("source", "target")) {
      List<?> end = (List<?>) values.get(key);
      if (end.size() == 2
          && end.get(0) instanceof Widget widget
          && end.get(1) instanceof String of) {
        widget.attribute(of);
      } else if (!end.isEmpty()) {
        throw new IllegalArgumentException(
            key + " is " + end + "; it takes a widget and the name of one of its attributes");
      }
    }
  }

  private static List<?> pair(Map<String, Object> values, String key) {
    List<?> pair = (List<?>) values.get(key);
    if (pair.size() != 2) {
      throw new IllegalArgumentException(key + " is " + pair + "; it takes two: lower and upper");
    }
    return pair;
  }

  private static void checkBounds(Map<String, Object> values) {
    Object min = values.get("min");
    Object max = values.get("max");
    if (min != null && max != null && compare(min, max) > 0) {
      throw new IllegalArgumentException(
          "min is %s and max is %s; set both at once with bounds(min, max)".formatted(min, max));
    }
  }

  private static Object clamp(Object value, Object min, Object max) {
    Object atLeast = min != null && compare(value, min) < 0 ? min : value;
    return max != null && compare(atLeast, max) > 0 ? max : atLeast;
  }

  @SuppressWarnings("unchecked") // both are of the type of one attribute
  private static int compare(Object a, Object b) {
    return ((Comparable<Object>) a).compareTo(b);
  }

  private static void index(Map<String, Object> values, String key, String of) {
    if (values.get(key) != null) {
      checkIndex(key, (Integer) values.get(key), ((List<?>) values.get(of)).size());
    }
  }

  private static void indexes(Map<String, Object> values) {
    int size = ((List<?>) values.get("_options_labels")).size();
    for (Object index : (List<?>) values.get("index")) {
      checkIndex("index", (Integer) index, size);
    }
  }

  private static void indexPair(Map<String, Object> values) {
    if (!((List<?>) values.get("_options_labels")).isEmpty()) {
      pair(values, "index");
      indexes(values);
    }
  }

  private static void checkIndex(String key, int index, int size) {
    boolean isFirstOfNone = index == 0 && size == 0; // as some controls begin
    if (index < 0 || index >= size && !isFirstOfNone) {
      throw new IllegalArgumentException(
          "%s is %d; there are %d, and the first has the index 0".formatted(key, index, size));
    }
  }
}
