package demitasse.kernel.source;

import java.util.List;

/**
 * Code to run: a cell, part of one, or a file.
 *
 * @param name what tracebacks call it
 * @param java the code with magics turned into calls, line for line
 * @param lines the lines as the user wrote them
 * @param lineShift how many lines stand above them in what {@code name} names
 */
public record Source(String name, String java, List<String> lines, int lineShift) {
  public Source(String name, String code, int lineShift) {
    this(name, MagicSyntax.toJava(code), code.lines().toList(), lineShift);
  }
}
