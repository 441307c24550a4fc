package demitasse.kernel.display;

import java.lang.reflect.Array;

/** Arrays as text: their first elements, and how many there are. */
final class Arrays {
  private static final int ELEMENTS = 100;

  private Arrays() {}

  static String text(Object array) {
    StringBuilder text = new StringBuilder();
    append(text, array, ELEMENTS);
    return text.toString();
  }

  private static int append(StringBuilder text, Object array, int budget) {
    int length = Array.getLength(array);
    int left = budget;
    text.append('[');
    for (int i = 0; i < length; i++) {
      text.append(i == 0 ? "" : ", ");
      if (left == 0) {
        text.append("...] (").append(length).append(" elements)");
        return 0;
      }
      Object element = Array.get(array, i);
      if (element != null && element != array && element.getClass().isArray()) {
        left = append(text, element, left);
      } else {
        text.append(element == array ? "(this array)" : element);
        left--;
      }
    }
    text.append(']');
    return left;
  }
}
