package demitasse.kernel.source;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Code to run: a cell, part of one, or a file.
 *
 * @param name what tracebacks call it
 * @param java the code with magics turned into calls, line for line
 * @param lines the lines as the user wrote them
 * @param lineShift how many lines stand above them in what {@code name} names
 * @param isWrapped whether a lambda that the user did not write stands around the code
 * @param whole the whole of what {@code name} names; empty where that is not known
 */
public record Source(
    String name, String java, List<String> lines, int lineShift, boolean isWrapped, String whole) {
  public Source(String name, String code, int lineShift) {
    this(
        name,
        MagicSyntax.toJava(code),
        code.lines().toList(),
        lineShift,
        false,
        lineShift == 0 ? code : "");
  }

  /** Returns this with other Java in it, line for line. */
  public Source with(String otherJava) {
    return new Source(name, otherJava, lines, lineShift, isWrapped, whole);
  }

  /** Returns this as the body of a lambda: {@code around} puts it there, line for line. */
  public Source wrapped(UnaryOperator<String> around) {
    return new Source(name, around.apply(java), lines, lineShift, true, whole);
  }

  /**
   * Returns code that a magic of this has taken for its argument or its body.
   *
   * @param index the line that the code begins on, counted from 0
   */
  public Source part(String code, int index) {
    String first = code.lines().findFirst().orElse("").strip();
    if (index >= lines.size() || !lines.get(index).contains(first)) {
      return new Source(name, code, lineShift + index); // made by a program: nobody wrote it there
    }
    return new Source(
        name,
        MagicSyntax.toJava(code),
        lines.subList(index, lines.size()),
        lineShift + index,
        false,
        whole);
  }
}
