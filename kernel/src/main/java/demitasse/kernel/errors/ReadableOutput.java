package demitasse.kernel.errors;

import demitasse.kernel.source.CellNames;
import demitasse.kernel.source.CellPlaces;
import demitasse.kernel.source.CellPlaces.Spot;
import java.util.ConcurrentModificationException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes stack traces readable that somebody else has printed: a logger, a library, a cell that
 * writes one into a string. Frames of cells become lines of cells, and those of the kernel below
 * them are left out. One for each stream: a trace may come in pieces.
 */
final class ReadableOutput implements UnaryOperator<String> {
  private static final String MARK = "REPL.$JShell$";
  private static final Pattern FRAME =
      Pattern.compile(
          "(?:[\\w.]*//?)?("
              + CellNames.WRAPPER
              + "(?:\\$[\\w$]+)?)\\.([\\w$<>]+)"
              + "\\(\\$JShell\\$\\w+\\.java:(\\d+)\\)");
  private static final Pattern PRINTED = Pattern.compile("\\s*at \\S.*");

  /** A class of JShell's itself, with its method where a logger names both. */
  private static final Pattern WRAPPER =
      Pattern.compile("(" + CellNames.WRAPPER + ")(?![\\w$.])(?: do_it\\$\\w*)?");

  private final CellPlaces places;
  private CellPlaces.Search search;
  private boolean below; // below the entry of a cell, in the frames of a printed trace

  ReadableOutput(CellPlaces places) {
    this.places = places;
  }

  /** Returns the text of a stream, readable. */
  @Override
  public String apply(String text) {
    if (!below && !text.contains(MARK)) {
      return text;
    }
    search = places.search();
    StringBuilder readable = new StringBuilder();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start) + 1;
      end = end == 0 ? text.length() : end;
      readable.append(line(text.substring(start, end)));
      start = end;
    }
    return readable.toString();
  }

  private String line(String text) {
    boolean isFrame = PRINTED.matcher(text.stripTrailing()).matches();
    if (!text.contains(MARK)) {
      below &= isFrame;
      return below ? "" : text;
    }
    below = isFrame && text.contains(".do_it$");
    String frames = FRAME.matcher(text).replaceAll(m -> Matcher.quoteReplacement(frame(m)));
    String wrappers = WRAPPER.matcher(frames).replaceAll(m -> Matcher.quoteReplacement(source(m)));
    return CellNames.plain(wrappers);
  }

  private String frame(MatchResult found) {
    StackTraceElement frame =
        new StackTraceElement(
            found.group(1), found.group(2), null, Integer.parseInt(found.group(3)));
    String at = at(frame).map(spot -> spot.place().name(spot.line())).orElse("a cell");
    String place = CellNames.place(frame);
    return place.isEmpty() ? at : at + ", in " + place;
  }

  private String source(MatchResult found) {
    return at(new StackTraceElement(found.group(1), "", null, 1))
        .map(spot -> spot.place().source().name())
        .orElse("a cell");
  }

  private Optional<Spot> at(StackTraceElement frame) {
    try {
      return search.find(frame);
    } catch (ConcurrentModificationException e) {
      return Optional.empty(); // a cell is being compiled this very moment
    }
  }
}
