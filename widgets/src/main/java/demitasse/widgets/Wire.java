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
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How the values of an attribute travel.
 *
 * @param says what a value is, for messages
 * @param out turns a value into one of JSON's types, {@code byte[]} or {@link Widget}
 * @param in reads a value; returns null, or throws, where it is not one
 * @param allowed which values of the type there may be
 * @param maker makes a value where none was set; null for none
 */
record Wire<T>(
    String says,
    Function<T, Object> out,
    Function<Object, T> in,
    Predicate<T> allowed,
    Supplier<? extends T> maker) {
  static final Wire<Integer> INT = plain("a whole number", Wire::wholeNumber);
  static final Wire<Double> FLOAT =
      plain("a finite number", o -> ((Number) o).doubleValue()).only(Double::isFinite);
  static final Wire<Boolean> BOOL = plain("true or false", o -> (Boolean) o);
  static final Wire<String> STRING = plain("a text", o -> (String) o);
  static final Wire<String> COLOR =
      plain("a colour of CSS, such as red or #e69f00", o -> (String) o).only(CssColors::include);
  static final Wire<String> NUMBER_FORMAT =
      plain("a number format of d3, such as d or .2f", o -> (String) o).only(Wire::isNumberFormat);
  static final Wire<byte[]> BYTES = plain("bytes", o -> (byte[]) o);
  static final Wire<Object> ANY = plain("a value", o -> o);
  static final Wire<Object> NUMBER_OR_ANY =
      plain("a finite number or \"any\"", o -> o).only(Wire::isNumberOrAny);
  static final Wire<LocalDate> DATE = converted("a date", Wire::dateFields, Wire::date);
  static final Wire<LocalTime> TIME = converted("a time", Wire::timeFields, Wire::time);
  static final Wire<LocalDateTime> DATE_TIME =
      converted("a date and time", Wire::dateTimeFields, o -> LocalDateTime.of(date(o), time(o)));
  static final Wire<Instant> INSTANT =
      converted(
          "a date and time",
          i -> dateTimeFields(LocalDateTime.ofInstant(i, ZoneOffset.UTC)),
          o -> LocalDateTime.of(date(o), time(o)).toInstant(ZoneOffset.UTC));
  static final Wire<List<Map<String, Object>>> MAPS = plain("a list of records", Wire::maps);

  private static <T> Wire<T> plain(String says, Function<Object, T> in) {
    return converted(says, value -> value, in);
  }

  private static <T> Wire<T> converted(
      String says, Function<T, Object> out, Function<Object, T> in) {
    return new Wire<>(says, out, in, value -> true, null);
  }

  private Wire<T> only(Predicate<T> some) {
    return new Wire<>(says, out, in, some, maker);
  }

  /** Texts out of a few. */
  static Wire<String> oneOf(String... values) {
    List<String> all = List.of(values);
    return plain("one of " + String.join(", ", all), o -> (String) o).only(all::contains);
  }

  /** Lists of values of one kind. */
  static <T> Wire<List<T>> listOf(Wire<T> element) {
    return converted(
            "a list, each " + element.says(),
            (List<T> list) -> list.stream().map(element.out()).toList(),
            o -> ((List<?>) o).stream().map(element::read).toList())
        .only(list -> list.stream().allMatch(each -> each != null && element.allows(each)));
  }

  /** Another widget, which belongs to this one. */
  static <W extends Widget> Wire<W> widget(Class<W> type, Supplier<W> maker) {
    return new Wire<>("a " + type.getSimpleName(), w -> w, type::cast, w -> true, maker);
  }

  /** Widgets within this one; which they are is decided on this side. */
  static Wire<List<Widget>> widgets() {
    Wire<List<Widget>> wire = converted("a list of widgets", List::copyOf, o -> null);
    return wire.only(list -> list.stream().allMatch(Objects::nonNull));
  }

  /** Tells whether there may be a value, which is of the type and not null. */
  @SuppressWarnings("unchecked") // only values of the attribute's type are put in
  boolean allows(Object value) {
    return allowed.test((T) value);
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
    if (read == null || !allows(read)) {
      throw new IllegalArgumentException(value + " is not " + says);
    }
    return read;
  }

  private static boolean isNumberOrAny(Object value) {
    return "any".equals(value)
        || value instanceof Number number && Double.isFinite(number.doubleValue());
  }

  /** Tells what the front end's d3-format understands: [[fill]align][sign][symbol][0][width]… */
  private static boolean isNumberFormat(String format) {
    return format.matches("(.?[<>=^])?[-+ (]?[$#]?0?\\d*,?(\\.\\d+)?~?[efgrs%pbodxXcn]?");
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
