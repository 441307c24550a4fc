package demitasse.widgets;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes binary values out of a state, as they travel beside it, and puts them back. */
final class Buffers {
  private Buffers() {}

  /**
   * Returns a value without its binary parts: left out of maps, null in lists.
   *
   * @param path where the value stands
   * @param paths gets where each binary part stood
   * @param buffers gets the binary parts
   */
  static Object takeOut(
      Object value, List<Object> path, List<List<Object>> paths, List<byte[]> buffers) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> json = new LinkedHashMap<>();
      map.forEach(
          (key, one) -> {
            if (one instanceof byte[] bytes) {
              paths.add(below(path, key));
              buffers.add(bytes);
            } else {
              json.put(key, takeOut(one, below(path, key), paths, buffers));
            }
          });
      return json;
    }
    if (value instanceof List<?> list) {
      List<Object> json = new ArrayList<>();
      for (Object one : list) {
        List<Object> place = below(path, json.size());
        if (one instanceof byte[] bytes) {
          paths.add(place);
          buffers.add(bytes);
          json.add(null);
        } else {
          json.add(takeOut(one, place, paths, buffers));
        }
      }
      return json;
    }
    return value instanceof Widget widget ? widget.reference() : value;
  }

  private static List<Object> below(List<Object> path, Object step) {
    List<Object> longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }

  /**
   * Returns a state with binary parts where the paths say.
   *
   * @throws IllegalArgumentException if a path leads nowhere
   */
  static Map<String, Object> putBack(Map<?, ?> state, List<?> paths, List<byte[]> buffers) {
    Map<String, Object> whole = new LinkedHashMap<>();
    state.forEach((key, value) -> whole.put((String) key, value));
    for (int i = 0; i < paths.size(); i++) {
      List<?> path = (List<?>) paths.get(i);
      if (i >= buffers.size() || path.isEmpty()) {
        throw new IllegalArgumentException("no buffer for " + path);
      }
      put(whole, path, buffers.get(i));
    }
    return whole;
  }

  @SuppressWarnings("unchecked") // what is parsed from JSON consists of such maps and lists
  private static void put(Object in, List<?> path, byte[] bytes) {
    Object step = path.get(0);
    boolean isLast = path.size() == 1;
    if (in instanceof Map<?, ?> map && (isLast || map.containsKey(step))) {
      if (isLast) {
        ((Map<Object, Object>) map).put(step, bytes);
      } else {
        put(map.get(step), path.subList(1, path.size()), bytes);
      }
    } else if (in instanceof List<?> list
        && step instanceof Number index
        && index.intValue() >= 0
        && index.intValue() < list.size()) {
      if (isLast) {
        ((List<Object>) list).set(index.intValue(), bytes);
      } else {
        put(list.get(index.intValue()), path.subList(1, path.size()), bytes);
      }
    } else {
      throw new IllegalArgumentException("no place " + path + " for a buffer");
    }
  }
}
