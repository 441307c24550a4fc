package demitasse.kernel.errors;

import demitasse.kernel.base.Ansi;
import demitasse.kernel.base.Failure;
import demitasse.kernel.source.CellNames;
import demitasse.kernel.source.CellPlaces;
import demitasse.kernel.source.CellPlaces.Place;
import demitasse.kernel.source.OtherKernels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.Diag;
import jdk.jshell.Snippet;

/**
 * Writes what the compiler says: each message with the source line and a marker under the place.
 */
public final class CompileErrors {
  /** A class that is put around code to see what is wrong with it; no message mentions it. */
  public static final String NOWHERE = "C$";

  private static final String NAME = "CompileError";

  /** Where javac says that a name is missing in a class: nothing, for one that is no user's. */
  private static final Pattern NO_LOCATION =
      Pattern.compile("\\s*location:\\s*(class|interface)\\s*(C\\$)?\\s*");

  /** Where else it says that. */
  private static final Pattern LOCATION =
      Pattern.compile("\\s*location:\\s*(?:variable \\S+ of type |class |interface )(\\S.*)");

  /**
   * How javac names what it cannot find: {@code symbol: method max(int)}; what a dot follows may be
   * a package.
   */
  private static final Pattern SYMBOL =
      Pattern.compile(
          "\\s*symbol:\\s*(?:class|variable|method|static) (\\p{javaJavaIdentifierPart}+).*"
              + "|package (\\p{javaJavaIdentifierPart}+) does not exist");

  /** Where the functions are that a cell calls without an import. */
  private static final String IN_CELLS = " in class demitasse.kernel.cell.Cells";

  /** How a command of JShell's begins. */
  private static final Pattern JSHELL_COMMAND = Pattern.compile("/[a-z]+\\b");

  /** What JShell says of a modifier that a method in a class may have. */
  private static final Pattern MODIFIER = Pattern.compile("Modifier '(\\w+)' not permitted.*");

  private static final Map<String, String> IN_A_CLASS =
      Map.of(
          "synchronized",
          "a method of a cell has no object to lock: declare it in a class, or put"
              + " synchronized (lock) { … } into its body",
          "native",
          "a method of a cell has a body in Java: declare this one in a class",
          "default",
          "only a method in an interface is default");

  private final CellPlaces places;
  private final NameHints hints;

  CompileErrors(CellPlaces places, NameHints hints) {
    this.places = places;
    this.hints = hints;
  }

  /** Writes the errors of a snippet; what is said several times is said once. */
  Failure failure(Snippet snippet, List<Diag> diagnostics) {
    Map<List<String>, List<Diag>> errors =
        diagnostics.stream()
            .filter(Diag::isError)
            .collect(
                Collectors.groupingBy(
                    CompileErrors::message, LinkedHashMap::new, Collectors.toList()));
    if (errors.isEmpty()) {
      return Failure.plain(NAME, "this is not Java");
    }
    List<String> lines = new ArrayList<>();
    errors.forEach((said, where) -> lines.addAll(marked(snippet, said, where)));
    return new Failure(NAME, errors.keySet().iterator().next().get(0), lines);
  }

  /** Returns the name that is missing for an error, if it is no part of anything. */
  public static Optional<String> missingName(Diag error) {
    List<String> said = message(error);
    return said.stream().anyMatch(line -> LOCATION.matcher(line).matches())
        ? Optional.empty()
        : symbol(said);
  }

  /** Returns an error in a few words. */
  public static String brief(Diag error) {
    List<String> said = message(error);
    Optional<String> symbol =
        said.stream().map(String::strip).filter(line -> line.startsWith("symbol:")).findFirst();
    if (symbol.isEmpty()) {
      return said.get(0).replaceFirst(";$", "");
    }
    String missing = symbol.get().substring("symbol:".length()).strip();
    return said.stream()
        .map(LOCATION::matcher)
        .filter(Matcher::matches)
        .map(location -> "there is no " + missing + " in " + location.group(1))
        .findFirst()
        .orElse("there is no " + missing);
  }

  /** The name that the compiler cannot find. */
  private static Optional<String> symbol(List<String> said) {
    return said.stream()
        .map(SYMBOL::matcher)
        .filter(Matcher::matches)
        .map(symbol -> symbol.group(1) == null ? symbol.group(2) : symbol.group(1))
        .findFirst();
  }

  /** The lines of a message, without JShell's own class in it. */
  private static List<String> message(Diag error) {
    List<String> lines =
        error
            .getMessage(Locale.ENGLISH)
            .strip()
            .lines()
            .filter(line -> !NO_LOCATION.matcher(line).matches())
            .map(line -> CellNames.plain(line).replace(" in class  ", " ").replace(IN_CELLS, ""))
            .map(line -> line.replace(NOWHERE + ".", ""))
            .toList();
    return lines.isEmpty() ? List.of("") : lines;
  }

  private List<String> marked(Snippet snippet, List<String> said, List<Diag> where) {
    String source = snippet.source();
    Place place = places.of(snippet);
    Diag error = where.get(0);
    int at = (int) Math.max(0, Math.min(error.getPosition(), source.length()));
    int begin = (int) Math.max(0, Math.min(error.getStartPosition(), at));
    int end = (int) Math.min(source.length(), Math.max(error.getEndPosition(), at + 1));
    int lineStart = source.lastIndexOf('\n', at - 1) + 1;
    int lineEnd = source.indexOf('\n', at) < 0 ? source.length() : source.indexOf('\n', at);
    int line = 1 + CellPlaces.lineBreaks(source, lineStart);
    // The line as the user wrote it: with the magic, and with what stands before the snippet on it.
    String compiled = source.substring(lineStart, lineEnd);
    String written = place.text(line).orElse(place.source().isWrapped() ? "" : compiled);
    int column = Math.max(begin, lineStart) - lineStart;
    int length = Math.max(1, Math.min(end, lineEnd) - lineStart - column);
    int from = column(written, compiled, column, length);
    int to = from + length;
    List<String> lines = new ArrayList<>();
    lines.add(Ansi.red(NAME) + " in " + place.name(line) + ": " + said.get(0));
    String arrow = Ansi.arrow(place.number(line));
    lines.add(arrow + written);
    String gutter = " ".repeat(Ansi.without(arrow).length());
    lines.add(gutter + blank(written, from) + Ansi.red("^".repeat(to - from)));
    said.stream().skip(1).forEach(more -> lines.add(gutter + more.strip()));
    hint(said, source, begin).ifPresent(hint -> lines.add(gutter + Ansi.red(hint)));
    String others = otherLines(source, place, where);
    if (!others.isEmpty()) {
      lines.add(gutter + "the same in line " + others);
    }
    return lines;
  }

  private Optional<String> hint(List<String> said, String source, int from) {
    Matcher modifier = MODIFIER.matcher(said.get(0));
    if (modifier.matches()) {
      return Optional.ofNullable(IN_A_CLASS.get(modifier.group(1)));
    }
    if (JSHELL_COMMAND.matcher(source).lookingAt()) {
      return Optional.of(
          "JShell's commands are not Java; %jshell /vars, /methods, /types, /imports and /list work");
    }
    return OtherKernels.insteadOf(said)
        .or(
            () ->
                symbol(said)
                    .filter(name -> source.indexOf(name, from) >= 0)
                    .flatMap(
                        name -> hints.hint(name, source.substring(0, source.indexOf(name, from)))));
  }

  /**
   * Finds in a line as it was written what stands at a column of it as it is compiled: a magic may
   * have put code before and behind it.
   */
  private static int column(String written, String compiled, int column, int length) {
    int best = column;
    int most = -1;
    String marked = compiled.substring(column, Math.min(compiled.length(), column + length));
    for (int at = 0; at <= written.length() - marked.length(); at++) {
      int alike = 0;
      while (alike < Math.min(at, column)
          && written.charAt(at - alike - 1) == compiled.charAt(column - alike - 1)) {
        alike++;
      }
      if (alike > most && written.startsWith(marked, at)) {
        most = alike;
        best = at;
      }
    }
    return best;
  }

  /** As many blanks and tabs as the beginning of a line is long. */
  private static String blank(String line, int length) {
    return line.chars()
        .limit(length)
        .mapToObj(c -> c == '\t' ? "\t" : " ")
        .collect(Collectors.joining());
  }

  private static String otherLines(String source, Place place, List<Diag> where) {
    List<Integer> numbers =
        where.stream()
            .map(error -> (int) Math.max(0, Math.min(error.getPosition(), source.length())))
            .map(at -> place.number(1 + CellPlaces.lineBreaks(source, at)))
            .distinct()
            .toList();
    return numbers.stream().skip(1).map(String::valueOf).collect(Collectors.joining(", "));
  }
}
