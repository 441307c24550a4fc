package demitasse.numeric;

import java.util.Arrays;
import java.util.List;

/** Refuses arguments that make no sense. */
public final class Arguments {
  private Arguments() {}

  /**
   * Checks one argument.
   *
   * @param demand what must hold, with the argument's name: {@code "k must be at least 1"}
   * @param value what it is
   * @throws IllegalArgumentException with the demand and the value, if it does not hold
   */
  public static void check(boolean holds, String demand, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(demand + ", got " + value);
    }
  }

  /**
   * Checks that there is an argument.
   *
   * @param what its name, such as "the title"
   * @return the argument
   * @throws IllegalArgumentException with the name, if it is null
   */
  public static <T> T given(T value, String what) {
    if (value == null) {
      throw missing(what);
    }
    return value;
  }

  private static IllegalArgumentException missing(String what) {
    return new IllegalArgumentException(what + " must not be null");
  }

  /**
   * Checks that there is a list, and each of its elements.
   *
   * @param what its name, such as "the images"
   * @param one the name of an element, such as "image"; its place follows
   * @throws IllegalArgumentException with the name, if one of them is null
   */
  public static void given(List<?> values, String what, String one) {
    given(values, what);
    for (int i = 0; i < values.size(); i++) {
      // Its name is put together only if it is needed: a map has many points.
      if (values.get(i) == null) {
        throw missing(one + " " + i);
      }
    }
  }

  /** Checks that there is an array, and each of its elements; see above. */
  public static void given(Object[] values, String what, String one) {
    given(values, what);
    given(Arrays.asList(values), what, one);
  }
}
