package demitasse.kernel.debug;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import demitasse.kernel.session.Preview;
import demitasse.kernel.source.CellNames;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What variables hold, as the front end shows it: a text, and a number by which it asks for the
 * parts. Parts are looked for when they are asked for.
 */
final class Variables {
  /** How many parts are shown together; more are shown as ranges. */
  private static final int TOGETHER = 100;

  private static final long MILLIS = 2000;

  /**
   * Types that Python has, too: JupyterLab shows the values of these, and of others only the type.
   */
  private static final Set<String> PYTHONS = Set.of("int", "float");

  /** Types whose text says more than their fields. */
  private static final Set<String> WHOLE =
      Set.of(
          "ai.djl.ndarray.NDArray",
          "tech.tablesaw.table.Relation",
          "tech.tablesaw.columns.Column",
          "java.awt.image.BufferedImage");

  private static final List<Class<?>> KNOWN =
      List.of(
          List.class,
          Set.class,
          Collection.class,
          Map.class,
          Map.Entry.class,
          Stream.class,
          Path.class,
          ByteBuffer.class);

  private final Preview preview = new Preview();
  private final Map<Integer, Supplier<List<Named>>> references = new ConcurrentHashMap<>();
  private final AtomicInteger last;

  /**
   * Creates it.
   *
   * @param last the last number that was given: none is given twice
   */
  Variables(AtomicInteger last) {
    this.last = last;
  }

  /**
   * A variable, or a part of a value.
   *
   * @param type the type that it is declared with; null where that of the value counts
   */
  record Named(String name, Object value, String type) {}

  /** Parts {@code start} to {@code end} of many. */
  private record Range(List<Named> parts, int start, int end) {}

  /** Gives a number to what has parts. */
  int reference(Supplier<List<Named>> parts) {
    int number = last.incrementAndGet();
    references.put(number, parts);
    return number;
  }

  /** Forgets all numbers, and what they stand for. */
  void clear() {
    references.clear();
  }

  /** The parts of what has this number; nothing if it is not known. */
  Optional<JsonArray> parts(int number) {
    return Optional.ofNullable(references.get(number)).map(parts -> json(asked(() -> some(parts))));
  }

  /** The parts to show together, each of which has been looked for. */
  private static List<Named> some(Supplier<List<Named>> parts) {
    List<Named> all = parts.get();
    return new ArrayList<>(together(all, 0, all.size()));
  }

  /** Asks a value of the user's for something. */
  <T> T asked(Callable<T> question) {
    try {
      return preview.within(MILLIS, question);
    } catch (Preview.Hidden e) {
      throw new Debugger.Refused("the value cannot be shown: " + e.getMessage());
    }
  }

  /** Says of each variable what it holds. */
  JsonArray json(List<Named> variables) {
    JsonArray all = new JsonArray();
    for (Named variable : together(variables, 0, variables.size())) {
      JsonObject one = value(variable.value(), variable.type());
      one.addProperty("name", variable.name());
      one.addProperty("evaluateName", variable.name());
      all.add(one);
    }
    return all;
  }

  /** Puts many parts into ranges, and these into larger ones. */
  private static List<Named> together(List<Named> parts, int start, int end) {
    if (end - start <= TOGETHER) {
      return parts.subList(start, end);
    }
    int size = TOGETHER;
    while ((end - start - 1) / size >= TOGETHER) {
      size *= TOGETHER;
    }
    List<Named> ranges = new ArrayList<>();
    for (int i = start; i < end; i += size) {
      int last = Math.min(end, i + size);
      ranges.add(new Named("[" + i + " ... " + (last - 1) + "]", new Range(parts, i, last), ""));
    }
    return ranges;
  }

  /**
   * Says what a value is: its text, its type, and the number of its parts, 0 for none. JupyterLab
   * shows a type, if it gets one, instead of the text; so a value without parts, such as a double,
   * gets none.
   *
   * @param declared the type that it is declared with; null where that of the value counts
   */
  JsonObject value(Object value, String declared) {
    JsonObject json = new JsonObject();
    if (value instanceof Range range) {
      json.addProperty("value", "");
      json.addProperty("type", "");
      json.addProperty(
          "variablesReference",
          reference(() -> together(range.parts(), range.start(), range.end())));
      return json;
    }
    String type = declared == null ? typeOf(value) : declared;
    String text = text(value);
    boolean hasParts = hasParts(value, text);
    json.addProperty("value", text);
    if (hasParts || PYTHONS.contains(type)) {
      json.addProperty("type", type);
    }
    json.addProperty("variablesReference", hasParts ? reference(() -> parts(value)) : 0);
    return json;
  }

  private String text(Object value) {
    if (value instanceof String) {
      return '"' + escaped(preview.of(value).replace("\"", "\\\"")) + '"';
    }
    return value instanceof Character ? "'" + escaped(value.toString()) + "'" : preview.of(value);
  }

  /** Text on one line. */
  private static String escaped(String text) {
    return text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
  }

  /** The name of a value's own type. */
  static String typeOf(Object value) {
    return value == null ? "null" : type(value.getClass());
  }

  /** The name of a class as its author knows it. */
  static String type(Class<?> type) {
    if (type.isArray()) {
      return type(type.getComponentType()) + "[]";
    }
    if (type.getModule().isNamed() && !Modifier.isPublic(type.getModifiers())) {
      for (Class<?> known : KNOWN) { // nobody knows the class behind List.of
        if (known.isAssignableFrom(type)) {
          return known.getSimpleName();
        }
      }
    }
    String name = CellNames.plain(type.getName());
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  }

  /**
   * Tells whether a value has parts. A collection is not asked itself: it may be locked by the
   * thread that is paused.
   */
  private static boolean hasParts(Object value, String text) {
    if (value == null || value instanceof Class<?> || value instanceof Enum<?> || isWhole(value)) {
      return false;
    }
    if (value.getClass().isArray()) {
      return Array.getLength(value) > 0;
    }
    if (isJdks(value)) {
      return value instanceof Collection<?> && !text.equals("[]")
          || value instanceof Map<?, ?> && !text.equals("{}")
          || value instanceof Map.Entry<?, ?>
          || value instanceof Optional<?> optional && optional.isPresent();
    }
    return !fields(value).isEmpty();
  }

  private static boolean isJdks(Object value) {
    return value.getClass().getModule().isNamed();
  }

  private static boolean isWhole(Object value) {
    for (Class<?> type = value.getClass(); type != null; type = type.getSuperclass()) {
      if (WHOLE.contains(type.getName()) || anyIsWhole(type.getInterfaces())) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyIsWhole(Class<?>[] types) {
    for (Class<?> type : types) {
      if (WHOLE.contains(type.getName()) || anyIsWhole(type.getInterfaces())) {
        return true;
      }
    }
    return false;
  }

  private static List<Named> parts(Object value) {
    if (value.getClass().isArray()) {
      return elements(value);
    }
    if (!isJdks(value)) {
      return fields(value);
    }
    List<Named> parts = new ArrayList<>();
    if (value instanceof List<?> list && value instanceof RandomAccess) {
      return elements(list.size(), i -> new Named("[" + i + "]", list.get(i), null));
    } else if (value instanceof Collection<?> collection) {
      collection.forEach(one -> parts.add(new Named("[" + parts.size() + "]", one, null)));
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((key, one) -> parts.add(new Named(Preview.beginning(key), one, null)));
    } else if (value instanceof Map.Entry<?, ?> entry) {
      parts.add(new Named("key", entry.getKey(), null));
      parts.add(new Named("value", entry.getValue(), null));
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(one -> parts.add(new Named("value", one, null)));
    }
    return parts;
  }

  private static List<Named> elements(Object array) {
    Class<?> component = array.getClass().getComponentType();
    String type = component.isPrimitive() ? component.getName() : null;
    return elements(
        Array.getLength(array), i -> new Named("[" + i + "]", Array.get(array, i), type));
  }

  /** Elements that are looked for one by one: a million are not copied to show a hundred. */
  private static List<Named> elements(int size, IntFunction<Named> element) {
    return new AbstractList<>() {
      @Override
      public Named get(int i) {
        return element.apply(i);
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  private static List<Named> fields(Object value) {
    List<List<Named>> byClass = new ArrayList<>();
    for (Class<?> type = value.getClass();
        type != null && !type.getModule().isNamed();
        type = type.getSuperclass()) {
      List<Named> own = new ArrayList<>();
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
          read(field, value).ifPresent(own::add);
        }
      }
      byClass.add(own);
    }
    Collections.reverse(byClass);
    return byClass.stream().flatMap(List::stream).toList();
  }

  private static Optional<Named> read(Field field, Object owner) {
    try {
      field.setAccessible(true);
      String type = field.getType().isPrimitive() ? field.getType().getName() : null;
      return Optional.of(new Named(field.getName(), field.get(owner), type));
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      return Optional.empty();
    }
  }
}
