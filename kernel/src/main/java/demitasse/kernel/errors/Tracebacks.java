package demitasse.kernel.errors;

import demitasse.kernel.base.Ansi;
import demitasse.kernel.base.Failure;
import demitasse.kernel.base.Shortened;
import demitasse.kernel.source.CellNames;
import demitasse.kernel.source.CellPlaces;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import jdk.jshell.Diag;
import jdk.jshell.Snippet;

/** Writes errors so that a learner can read them: in terms of cells and their lines. */
public final class Tracebacks {
  /** The most exceptions that one holds as causes or suppressed, and that are shown. */
  private static final int HELD = 10;

  /** The most characters of a message that are shown. */
  private static final int LONGEST = 100_000;

  /** What the JVM calls a variable of the compiler's own, as in a loop over an array. */
  private static final Pattern UNNAMED = Pattern.compile("\"<(?:local|parameter)\\d+>\"");

  private final CellPlaces places;
  private final CompileErrors compileErrors;
  private final Supplier<Set<String>> declaredAgain;

  /**
   * Creates what writes errors.
   *
   * @param declaredAgain the names of the types that were declared more than once
   */
  public Tracebacks(CellPlaces places, NameHints hints, Supplier<Set<String>> declaredAgain) {
    this.places = places;
    this.declaredAgain = declaredAgain;
    this.compileErrors = new CompileErrors(places, hints);
  }

  /** A compile error: each message with the source line and a marker under the place. */
  public Failure compileError(Snippet snippet, List<Diag> diagnostics) {
    return compileErrors.failure(snippet, diagnostics);
  }

  /** An exception of the user's code, with the frames of cells only, and what it holds. */
  public Failure exception(Throwable thrown) {
    List<String> lines = new ArrayList<>();
    add(thrown, "", new Shown(places.search()), lines);
    return new Failure(name(thrown), message(thrown), lines);
  }

  /** Which exceptions have been written: each is written once. */
  private record Shown(CellPlaces.Search search, Set<Throwable> throwables) {
    Shown(CellPlaces.Search search) {
      this(search, Collections.newSetFromMap(new IdentityHashMap<>()));
    }
  }

  private void add(Throwable thrown, String caption, Shown shown, List<String> lines) {
    if (shown.throwables().size() == HELD) {
      return;
    }
    boolean isNew = shown.throwables().add(thrown);
    String message = message(thrown);
    lines.add(
        caption
            + Ansi.red(name(thrown))
            + (message.isEmpty() ? "" : ": " + message)
            + (isNew ? "" : " (see above)"));
    if (!isNew) {
      return;
    }
    lines.addAll(FrameLines.of(thrown.getStackTrace(), shown.search()));
    for (Throwable suppressed : thrown.getSuppressed()) {
      add(suppressed, "Suppressed: ", shown, lines);
    }
    if (thrown.getCause() != null) {
      add(thrown.getCause(), "Caused by: ", shown, lines);
    }
  }

  /** The name of an exception and its message. */
  public String brief(Throwable thrown) {
    String message = message(thrown);
    return name(thrown) + (message.isEmpty() ? "" : ": " + message);
  }

  private static String name(Throwable thrown) {
    Class<?> type = thrown.getClass();
    return CellNames.plain((type.isAnonymousClass() ? type.getSuperclass() : type).getName());
  }

  private String message(Throwable thrown) {
    try {
      String whole = thrown.getLocalizedMessage();
      String message = whole == null ? null : Shortened.of(whole, LONGEST);
      String plain =
          CastMessages.plain(thrown, message, declaredAgain)
              + SerializationMessages.hint(thrown, message, places.search());
      return UNNAMED.matcher(plain).replaceAll("the value");
    } catch (RuntimeException | StackOverflowError e) {
      return "(its message cannot be read: " + e.getClass().getName() + ")";
    }
  }

  /**
   * A cell that was stopped.
   *
   * @param thrown what ended its code; null if that ended by itself
   */
  public Failure stopped(String ename, String evalue, Throwable thrown) {
    List<String> lines = new ArrayList<>(Failure.plain(ename, evalue).traceback());
    if (thrown instanceof CancellationException) {
      lines.addAll(exception(thrown).traceback()); // a library may say how far it got
    } else if (thrown != null) {
      lines.addAll(FrameLines.of(deepest(thrown).getStackTrace(), places.search()));
    }
    return new Failure(ename, evalue, lines);
  }

  private static Throwable deepest(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Throwable deepest = thrown;
    while (deepest.getCause() != null && seen.add(deepest)) {
      deepest = deepest.getCause();
    }
    return deepest;
  }

  /** An exception as plain text. */
  public String text(Throwable thrown) {
    return Ansi.without(String.join("\n", exception(thrown).traceback()));
  }

  /** Frames as they would be in a program of the cells: with the user's names, files and lines. */
  public List<StackTraceElement> readable(List<StackTraceElement> stack) {
    CellPlaces.Search search = places.search();
    return stack.stream().map(frame -> readable(frame, search)).toList();
  }

  private static StackTraceElement readable(StackTraceElement frame, CellPlaces.Search search) {
    if (!CellPlaces.isOfCell(frame)) {
      return frame;
    }
    Optional<CellPlaces.Spot> spot = search.find(frame);
    String type = CellNames.type(frame.getClassName());
    return new StackTraceElement(
        type.isEmpty() ? "Cell" : type,
        CellNames.method(frame),
        spot.map(s -> s.place().source().name()).orElse(null),
        spot.map(s -> s.place().number(s.line())).orElse(-1));
  }

  /** Makes readable what others print to a stream. */
  public UnaryOperator<String> readableOutput() {
    return new ReadableOutput(places);
  }
}
