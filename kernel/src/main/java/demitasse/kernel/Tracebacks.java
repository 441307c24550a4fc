package demitasse.kernel;

import demitasse.kernel.CellPlaces.Place;
import demitasse.kernel.CellPlaces.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import jdk.jshell.Diag;
import jdk.jshell.Snippet;

/** Writes errors so that a learner can read them: in terms of cells and their lines. */
final class Tracebacks {
  private static final String RED = "\u001b[1;31m";
  private static final String DIM = "\u001b[2m";
  private static final String PLAIN = "\u001b[0m";
  private static final String ARROW = "----> ";
  private static final int FRAMES = 20;
  private static final int CAUSES = 10;

  private static final String DO_IT = "do_it$"; // JShell's method for an expression or a statement
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

  /** What JShell puts before the names of the user's variables and types. */
  private static final Pattern WRAPPER = Pattern.compile("REPL\\.\\$JShell\\$\\w+[.$]");

  private final CellPlaces places;

  Tracebacks(CellPlaces places) {
    this.places = places;
  }

  /** A compile error: each message with the source line and a marker under the place. */
  Failure compileError(Snippet snippet, List<Diag> diagnostics) {
    List<Diag> errors = diagnostics.stream().filter(Diag::isError).toList();
    if (errors.isEmpty()) {
      return plain("CompileError", "this is not Java");
    }
    List<String> lines = new ArrayList<>();
    errors.forEach(error -> lines.addAll(marked(snippet, error)));
    String first = errors.get(0).getMessage(Locale.ENGLISH).strip().lines().findFirst().orElse("");
    return new Failure("CompileError", first, lines);
  }

  private List<String> marked(Snippet snippet, Diag error) {
    String source = snippet.source();
    Place place = places.of(snippet);
    int at = (int) Math.max(0, Math.min(error.getPosition(), source.length()));
    int begin = (int) Math.max(0, Math.min(error.getStartPosition(), at));
    int end = (int) Math.min(source.length(), Math.max(error.getEndPosition(), at + 1));
    int lineStart = source.lastIndexOf('\n', at - 1) + 1;
    int lineEnd = source.indexOf('\n', at) < 0 ? source.length() : source.indexOf('\n', at);
    int line = 1 + CellPlaces.lineBreaks(source, lineStart);
    // The line as the user wrote it: with the magic, and with what stands before the snippet on it.
    String written = place.text(line).orElse(source.substring(lineStart, lineEnd));
    int shift = Math.max(0, written.indexOf(source.substring(lineStart, lineEnd).strip()));
    if (line > 1 || written.startsWith(source.substring(lineStart, lineEnd))) {
      shift = 0;
    }
    int from = Math.max(begin, lineStart) - lineStart + shift;
    int to = Math.max(from + 1, Math.min(end, lineEnd) - lineStart + shift);
    List<String> said = error.getMessage(Locale.ENGLISH).strip().lines().toList();
    List<String> lines = new ArrayList<>();
    lines.add(RED + "CompileError" + PLAIN + " in " + place.name(line) + ": " + said.get(0));
    lines.add(arrow(place.number(line)) + written);
    String gutter = " ".repeat(ARROW.length() + String.valueOf(place.number(line)).length() + 1);
    String indent = written.substring(0, Math.min(from, written.length())).replaceAll("[^\t]", " ");
    lines.add(gutter + indent + RED + "^".repeat(to - from) + PLAIN);
    said.stream().skip(1).forEach(more -> lines.add(gutter + more.strip()));
    return lines;
  }

  private static String arrow(int line) {
    return RED + ARROW + line + PLAIN + " ";
  }

  /** An exception of the user's code, with the frames of cells only, and its causes. */
  Failure exception(Throwable thrown) {
    List<String> lines = new ArrayList<>();
    CellPlaces.Search search = places.search();
    Throwable real = thrown;
    for (int i = 0; real != null && i < CAUSES; i++) {
      String message = message(real);
      lines.add(
          (i == 0 ? "" : "Caused by: ")
              + (RED + name(real) + PLAIN)
              + (message.isEmpty() ? "" : ": " + message));
      lines.addAll(frames(real.getStackTrace(), search));
      real = real.getCause();
    }
    return new Failure(name(thrown), message(thrown), lines);
  }

  private static String name(Throwable thrown) {
    return WRAPPER.matcher(thrown.getClass().getName()).replaceFirst("");
  }

  private static String message(Throwable thrown) {
    try {
      String message = thrown.getLocalizedMessage();
      return message == null ? "" : WRAPPER.matcher(message).replaceAll("");
    } catch (RuntimeException | StackOverflowError e) {
      return "(its message cannot be had: " + e.getClass().getName() + ")";
    }
  }

  private static List<String> frames(StackTraceElement[] stack, CellPlaces.Search search) {
    List<String> lines = new ArrayList<>();
    StackTraceElement shown = null;
    int frames = 0;
    int same = 0;
    int left = 0;
    for (StackTraceElement frame : stack) {
      if (!CellPlaces.isOfCell(frame)) {
        continue;
      }
      if (frame.equals(shown)) {
        same++;
        continue;
      }
      Optional<Spot> spot = search.find(frame);
      if (spot.isEmpty()) {
        continue; // code around the user's, or a class that has been declared anew since
      }
      if (frames == FRAMES) {
        left++;
        continue;
      }
      again(same, lines);
      same = 0;
      shown = frame;
      frames++;
      Place place = spot.get().place();
      int line = spot.get().line();
      String method = frame.getMethodName().equals(DO_IT) ? "" : ", in " + name(frame);
      lines.add("  " + DIM + "at" + PLAIN + " " + place.name(line) + method);
      place.text(line).ifPresent(text -> lines.add(arrow(place.number(line)) + text));
    }
    again(same, lines);
    if (left > 0) {
      lines.add("  ... " + left + " more");
    }
    return lines;
  }

  private static void again(int same, List<String> lines) {
    if (same > 0) {
      lines.add("  ... the same " + same + (same == 1 ? " more time" : " more times"));
    }
  }

  /** The method of a frame as its author knows it. */
  private static String name(StackTraceElement frame) {
    String method = frame.getMethodName();
    if (method.startsWith("lambda$")) {
      return "a lambda";
    }
    String type = WRAPPER.matcher(frame.getClassName() + ".").replaceFirst("");
    type = type.substring(0, Math.max(0, type.length() - 1)).replace('$', '.');
    if (method.equals("<init>")) {
      return "new " + type;
    }
    return (type.isEmpty() ? "" : type + ".") + method + "()";
  }

  /**
   * A cell that was stopped.
   *
   * @param thrown what ended its code; null if that ended by itself
   */
  Failure stopped(String ename, String evalue, Throwable thrown) {
    List<String> lines = new ArrayList<>(plain(ename, evalue).traceback());
    Throwable first = thrown;
    while (first != null && first.getCause() != null) {
      first = first.getCause();
    }
    if (first != null) {
      lines.addAll(frames(first.getStackTrace(), places.search()));
    }
    return new Failure(ename, evalue, lines);
  }

  /** An exception as plain text. */
  String text(Throwable thrown) {
    return COLOUR.matcher(String.join("\n", exception(thrown).traceback())).replaceAll("");
  }

  /** An error that has no place in a cell. */
  static Failure plain(String ename, String evalue) {
    return new Failure(ename, evalue, List.of(RED + ename + PLAIN + ": " + evalue));
  }
}
