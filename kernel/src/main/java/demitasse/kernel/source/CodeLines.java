package demitasse.kernel.source;

import demitasse.kernel.source.SnippetSplitter.Piece;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the lines of a cell that run. A declaration without a value, an import and the head of a
 * method do not run. {@link LineScanner} knows the lines of each piece of Java.
 */
public final class CodeLines {
  private static final Pattern IMPORT = Pattern.compile("import\\s");

  private final NavigableSet<Integer> lines = new TreeSet<>();

  private CodeLines() {}

  /**
   * Returns the lines of a cell that run, counted from 1. A piece of it that is not Java is taken
   * to run on all lines that have more than brackets.
   */
  public static NavigableSet<Integer> of(String cell, SnippetSplitter splitter) {
    CodeLines found = new CodeLines();
    String java = MagicText.withoutMagics(cell);
    found.magics(cell.lines().toList(), java.lines().toList());
    int offset = 0;
    while (offset < java.length()) {
      Piece piece = splitter.next(java, offset);
      found.piece(piece, CellPlaces.lineBreaks(java, piece.start()));
      offset = Math.max(piece.end(), offset + 1);
    }
    return found.lines;
  }

  /** The line of a magic runs; the body of a cell magic does if it is Java. */
  private void magics(List<String> cell, List<String> java) {
    for (int i = 0; i < cell.size(); i++) {
      boolean isMagic = i >= java.size() || !java.get(i).equals(cell.get(i));
      if (isMagic) {
        lines.add(i + 1);
        if (cell.get(i).strip().startsWith("%%")) {
          return;
        }
      }
    }
  }

  private void piece(Piece piece, int above) {
    String masked = JavaText.masked(piece.code()).stripTrailing();
    if (masked.isEmpty() || IMPORT.matcher(masked).lookingAt()) {
      return;
    }
    String code = piece.code();
    String expression = code.substring(0, JavaText.withoutSemicolons(masked).length());
    Stream.of(Around.values())
        .map(way -> LineScanner.lines(way, way == Around.EXPRESSION ? expression : code))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> plain(masked))
        .forEach(line -> lines.add(above + line));
  }

  private static Set<Integer> plain(String masked) {
    Set<Integer> lines = new TreeSet<>();
    List<String> text = masked.lines().toList();
    for (int i = 0; i < text.size(); i++) {
      if (!text.get(i).matches("[\\s{}();,]*")) {
        lines.add(i + 1);
      }
    }
    return lines;
  }
}
