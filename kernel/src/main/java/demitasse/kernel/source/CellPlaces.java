package demitasse.kernel.source;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.SnippetWrapper;

/**
 * Where the snippets that JShell makes of the cells stand in them.
 *
 * <p>JShell translates the frames of an exception that ends a snippet. Those of a thread in the
 * background it never sees; so all are found here, from any thread.
 */
public final class CellPlaces {
  private static final int RETIRED = 1000;

  public static final String WRAPPERS = "REPL.";

  private final JShell shell;
  private final SourceCodeAnalysis analysis;
  private final Map<Snippet, Place> places = Collections.synchronizedMap(new LinkedHashMap<>());
  private final Map<String, NavigableMap<Integer, Spot>> retired =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(
                Map.Entry<String, NavigableMap<Integer, Spot>> eldest) {
              return size() > RETIRED;
            }
          });
  private final ThreadLocal<Place> own = new ThreadLocal<>();
  private final AtomicInteger moves = new AtomicInteger();
  private volatile Place running = new Place(new Source("", "", 0), 0);

  public CellPlaces(JShell shell, SourceCodeAnalysis analysis) {
    this.shell = shell;
    this.analysis = analysis;
  }

  /**
   * A place in a source.
   *
   * @param above how many lines of the source stand above it
   */
  public record Place(Source source, int above) {
    public static Place at(Source source, int offset) {
      return new Place(source, lineBreaks(source.java(), offset));
    }

    /** The number in the cell of a line, counted from 1 at this place. */
    public int number(int line) {
      return above + line + source.lineShift();
    }

    /** The text of a line, counted from 1 at this place, as the user wrote it. */
    public Optional<String> text(int line) {
      int index = above + line - 1;
      return index >= 0 && index < source.lines().size()
          ? Optional.of(source.lines().get(index))
          : Optional.empty();
    }

    /** What tracebacks call the line. */
    public String name(int line) {
      return source.name() + ", line " + number(line);
    }
  }

  /** A line of a cell: counted from 1 at a place. */
  public record Spot(Place place, int line) {}

  /** Says where the code stands that is about to become snippets. */
  public void run(Place place) {
    own.set(place);
    running = place;
  }

  /**
   * Where the code stands that is becoming snippets, or runs: on this thread, or for a thread that
   * a cell has started, on whatever thread began last.
   */
  public Place running() {
    Place here = own.get();
    return here == null ? running : here;
  }

  /** Remembers where a snippet stands in its source, from a character offset on. */
  public void remember(Source source, Snippet snippet, int offset) {
    // JShell may have added the semicolon.
    String text = JavaText.withoutSemicolons(snippet.source().strip());
    int start = source.java().indexOf(text, offset);
    Place place = Place.at(source, Math.max(offset, start));
    if (places.put(snippet, place) != null) {
      moves.incrementAndGet();
    }
  }

  /** How often a snippet has come to stand in another source: a search from before is outdated. */
  public int moves() {
    return moves.get();
  }

  /**
   * Keeps the lines of a snippet that JShell forgets, as a thread may still be in its code: those
   * of the last thousand.
   */
  public void retire(Snippet snippet) {
    Place place = places.remove(snippet);
    if (place != null) {
      SnippetWrapper wrapper = analysis.wrapper(snippet);
      retired
          .computeIfAbsent(wrapper.fullClassName(), name -> new TreeMap<>())
          .putAll(spots(wrapper, place));
    }
  }

  /** Says that a snippet was made of the code of another one. */
  public void standIn(Snippet snippet, Snippet original) {
    places.put(snippet, of(original));
  }

  /** Forgets a snippet that has no code: what it was to replace goes by the same name. */
  public void forget(Snippet snippet) {
    places.remove(snippet);
  }

  public Place of(Snippet snippet) {
    return places.get(snippet);
  }

  /** Tells whether a frame is in the code of a cell. */
  public static boolean isOfCell(StackTraceElement frame) {
    return frame.getClassName().startsWith(WRAPPERS);
  }

  /** Returns a search for the lines of cells that frames stand for. */
  public Search search() {
    return new Search();
  }

  /** Finds spots; knows after the first frame of a class where its others are. */
  public final class Search {
    private final Map<String, NavigableMap<Integer, Spot>> known = new HashMap<>();

    /** Returns the line of a cell that a frame is at; nothing if it cannot be told. */
    public Optional<Spot> find(StackTraceElement frame) {
      if (!isOfCell(frame)) {
        return Optional.empty();
      }
      String wrapper = CellNames.wrapper(frame.getClassName());
      NavigableMap<Integer, Spot> spots = known.computeIfAbsent(wrapper, CellPlaces.this::spots);
      // An expression begins on the line after the "return" that JShell puts before it.
      Map.Entry<Integer, Spot> entry = spots.ceilingEntry(frame.getLineNumber());
      entry = entry == null ? spots.lastEntry() : entry;
      return Optional.ofNullable(entry).map(Map.Entry::getValue);
    }

    /** Tells whether the line of a frame, which was found, is one that the user wrote. */
    public boolean isWritten(StackTraceElement frame) {
      return known(frame).containsKey(frame.getLineNumber());
    }

    /** Tells whether the line of a frame, which was found, is JShell's below the user's. */
    public boolean isBelow(StackTraceElement frame) {
      return known(frame).ceilingKey(frame.getLineNumber()) == null;
    }

    private NavigableMap<Integer, Spot> known(StackTraceElement frame) {
      String wrapper = CellNames.wrapper(frame.getClassName());
      return known.getOrDefault(wrapper, Collections.emptyNavigableMap());
    }
  }

  /** The spots of the snippets that stand in a class of JShell's, by the lines of that class. */
  private NavigableMap<Integer, Spot> spots(String wrapperClass) {
    // Before: a snippet that is in no place yet is of this one, which may end meanwhile.
    Place here = running;
    Map<Snippet, Place> all;
    synchronized (places) {
      all = new LinkedHashMap<>(places);
    }
    shell.snippets().forEach(snippet -> all.putIfAbsent(snippet, here));
    NavigableMap<Integer, Spot> spots =
        new TreeMap<>(retired.getOrDefault(wrapperClass, Collections.emptyNavigableMap()));
    all.forEach(
        (snippet, place) -> {
          SnippetWrapper wrapper = analysis.wrapper(snippet);
          if (wrapperClass.equals(wrapper.fullClassName())) {
            spots.putAll(spots(wrapper, place));
          }
        });
    return spots;
  }

  private static Map<Integer, Spot> spots(SnippetWrapper wrapper, Place place) {
    Map<Integer, Spot> spots = new HashMap<>();
    String source = wrapper.source();
    String wrapped = wrapper.wrapped();
    int line = 1;
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == '\n') {
        line++;
      } else {
        int at = wrapper.sourceToWrappedPosition(i);
        // What JShell leaves out, or puts in another order, is at no position or at a wrong one.
        if (at >= 0 && at < wrapped.length() && wrapped.charAt(at) == c) {
          spots.putIfAbsent(1 + lineBreaks(wrapped, at), new Spot(place, line));
        }
      }
    }
    addValue(wrapper, place, spots);
    return spots;
  }

  /**
   * Adds the lines of the value of a variable. JShell puts it on a line of its own, and does not
   * know that it is there if {@code var} stands for the type.
   */
  private static void addValue(SnippetWrapper wrapper, Place place, Map<Integer, Spot> spots) {
    String source = wrapper.source();
    int equals = wrapper.kind() == Snippet.Kind.VAR ? JavaText.masked(source).indexOf('=') : -1;
    if (equals < 0) {
      return;
    }
    int start = JavaText.firstToken(source, equals + 1);
    String first = source.substring(start).lines().findFirst().orElse("");
    String value = JavaText.withoutSemicolons(first.strip());
    List<String> wrapped = wrapper.wrapped().lines().toList();
    for (int i = 0; i < wrapped.size(); i++) {
      if (!value.isEmpty() && code(wrapped.get(i)).equals(value)) {
        int line = 1 + lineBreaks(source, start);
        spots.put(i + 1, new Spot(place, line));
        addBelow(source.lines().toList(), line, wrapped, i + 1, place, spots);
      }
    }
  }

  /** Adds the lines of a value below its first, as far as they are the same. */
  private static void addBelow(
      List<String> source,
      int line,
      List<String> wrapped,
      int wrappedLine,
      Place place,
      Map<Integer, Spot> spots) {
    for (int i = 0; line + i < source.size() && wrappedLine + i < wrapped.size(); i++) {
      if (!code(source.get(line + i)).equals(code(wrapped.get(wrappedLine + i)))) {
        return;
      }
      spots.put(wrappedLine + i + 1, new Spot(place, line + i + 1));
    }
  }

  private static String code(String line) {
    return JavaText.withoutSemicolons(line.strip());
  }

  /** Counts the line breaks in the first characters of a text. */
  public static int lineBreaks(String text, int end) {
    int breaks = 0;
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        breaks++;
      }
    }
    return breaks;
  }
}
