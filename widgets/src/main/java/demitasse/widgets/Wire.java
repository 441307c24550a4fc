package demitasse.widgets;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How the values of an attribute travel.
 *
 * @param says what a value is, for messages
 * @param out turns a value into one of JSON's types, {@code byte[]} or {@link Widget}
 * @param in reads a value; returns null, or throws, where it is not one
 * @param maker makes a value where none was set; null for none
 */
record Wire<T>(
    String says, Function<T, Object> out, Function<Object, T> in, Supplier<? extends T> maker) {
  static final Wire<Integer> INT = plain("a whole number", Wire::wholeNumber);
  static final Wire<Double> FLOAT = plain("a number", o -> ((Number) o).doubleValue());
  static final Wire<Boolean> BOOL = plain("true or false", o -> (Boolean) o);
  static final Wire<String> STRING = plain("a text", o -> (String) o);
  static final Wire<byte[]> BYTES = plain("bytes", o -> (byte[]) o);
  static final Wire<Object> ANY = plain("a value", o -> o);
  static final Wire<LocalDate> DATE = new Wire<>("a date", Wire::dateFields, Wire::date, null);
  static final Wire<LocalTime> TIME = new Wire<>("a time", Wire::timeFields, Wire::time, null);
  static final Wire<LocalDateTime> DATE_TIME =
      new Wire<>(
          "a date and time", Wire::dateTimeFields, o -> LocalDateTime.of(date(o), time(o)), null);
  static final Wire<Instant> INSTANT =
      new Wire<>(
          "a date and time",
          i -> dateTimeFields(LocalDateTime.ofInstant(i, ZoneOffset.UTC)),
          o -> LocalDateTime.of(date(o), time(o)).toInstant(ZoneOffset.UTC),
          null);
  static final Wire<List<Map<String, Object>>> MAPS = plain("a list of records", Wire::maps);

  private static <T> Wire<T> plain(String says, Function<Object, T> in) {
    return new Wire<>(says, value -> value, in, null);
  }

  /** Texts out of a few. */
  static Wire<String> oneOf(String... values) {
    List<String> all = List.of(values);
    return plain("one of " + String.join(", ", all), o -> all.contains(o) ? (String) o : null);
  }

  /** Lists of values of one kind. */
  static <T> Wire<List<T>> listOf(Wire<T> element) {
    return new Wire<>(
        "a list, each " + element.says(),
        list -> list.stream().map(element.out()).toList(),
        o -> ((List<?>) o).stream().map(element::read).toList(),
        null);
  }

  /** Another widget, which belongs to this one. */
  static <W extends Widget> Wire<W> widget(Class<W> type, Supplier<W> maker) {
    return new Wire<>("a " + type.getSimpleName(), w -> w, type::cast, maker);
  }

  /** Widgets within this one; which they are is decided on this side. */
  static Wire<List<Widget>> widgets() {
    return new Wire<>("a list of widgets", List::copyOf, o -> null, null);
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if it is not one
   */
  T read(Object value) {
    T read;
    try {
      read = in.apply(value);
    } catch (ClassCastException | NullPointerException | DateTimeException e) {
      read = null;
    }
    if (read == null) {
      throw new IllegalArgumentException(value + " is not " + says);
    }
    return read;
  }

  private static Integer wholeNumber(Object value) {
    double number = ((Number) value).doubleValue();
    return number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE
        ? (Integer) (int) number
        : null;
  }

  private static Map<String, Object> fields(Object... keysAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      fields.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return fields;
  }

  private static Map<String, Object> timeFields(LocalTime time) {
    return fields(
        "hours", time.getHour(),
        "minutes", time.getMinute(),
        "seconds", time.getSecond(),
        "milliseconds", time.getNano() / 1_000_000);
  }

  private static Map<String, Object> dateTimeFields(LocalDateTime time) {
    Map<String, Object> fields = fields();
    fields.putAll(dateFields(time.toLocalDate()));
    fields.putAll(timeFields(time.toLocalTime()));
    return fields;
  }

  private static Map<String, Object> dateFields(LocalDate date) {
    return fields(
        "year", date.getYear(), "month", date.getMonthValue() - 1, "date", date.getDayOfMonth());
  }

  private static int field(Object value, String name) {
    return ((Number) ((Map<?, ?>) value).get(name)).intValue();
  }

  private static LocalDate date(Object value) {
    return LocalDate.of(field(value, "year"), field(value, "month") + 1, field(value, "date"));
  }

  private static LocalTime time(Object value) {
    return LocalTime.of(
        field(value, "hours"),
        field(value, "minutes"),
        field(value, "seconds"),
        field(value, "milliseconds") * 1_000_000);
  }

  private static List<Map<String, Object>> maps(Object value) {
    List<Map<String, Object>> maps = new ArrayList<>();
    for (Object element : (List<?>) value) {
      Map<String, Object> map = new LinkedHashMap<>();
      ((Map<?, ?>) element).forEach((key, one) -> map.put((String) key, one));
      maps.add(map);
    }
    return List.copyOf(maps);
  }
}
