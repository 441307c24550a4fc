package demitasse.widgets;

import java.util.Map;

/** What the values of a widget have to meet together. */
interface Rule {
  /**
   * Moves values to where they may be.
   *
   * @param values the widget's, by the names of the attributes
   * @throws IllegalArgumentException if that cannot be, with what is wrong and what to do
   */
  void apply(Map<String, Object> values);
}
