package demitasse.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import jdk.jshell.Diag;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;

/** Writes errors so that a learner can read them: in terms of cells and their lines. */
final class Tracebacks {
  private static final String RED = "\u001b[1;31m";
  private static final String DIM = "\u001b[2m";
  private static final String PLAIN = "\u001b[0m";
  private static final String ARROW = "----> ";
  private static final int FRAMES = 20;
  private static final int CAUSES = 10;

  /** What JShell puts before the names of the user's variables and types. */
  private static final Pattern WRAPPER = Pattern.compile("REPL\\.\\$JShell\\$\\w+[.$]");

  private final Map<String, Place> places = new HashMap<>();

  /** Where a snippet stands: its source, and how many lines of the source stand above it. */
  private record Place(Source source, int above) {
    /** The number in the cell of a line of the snippet, both counted from 1. */
    int number(int line) {
      return above + line + source.lineShift();
    }

    /** The text of a line of the snippet, counted from 1. */
    Optional<String> text(int line) {
      int index = above + line - 1;
      return index >= 0 && index < source.lines().size()
          ? Optional.of(source.lines().get(index))
          : Optional.empty();
    }

    String name(int line) {
      return source.name() + ", line " + number(line);
    }
  }

  /** Remembers where a snippet stands in its source, from a character offset on. */
  void remember(Source source, Snippet snippet, int offset) {
    String text = snippet.source().strip();
    if (text.endsWith(";")) {
      text = text.substring(0, text.length() - 1); // JShell may have added it
    }
    int start = Math.max(offset, source.java().indexOf(text, offset));
    places.put(snippet.id(), new Place(source, lineBreaks(source.java().substring(0, start))));
  }

  private static int lineBreaks(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
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
    Place place = places.get(snippet.id());
    int at = (int) Math.max(0, Math.min(error.getPosition(), source.length()));
    int begin = (int) Math.max(0, Math.min(error.getStartPosition(), at));
    int end = (int) Math.min(source.length(), Math.max(error.getEndPosition(), at + 1));
    int lineStart = source.lastIndexOf('\n', at - 1) + 1;
    int lineEnd = source.indexOf('\n', at) < 0 ? source.length() : source.indexOf('\n', at);
    int line = 1 + lineBreaks(source.substring(0, lineStart));
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

  /**
   * An exception of the user's code, with the frames of cells only, and its causes.
   *
   * @param translated the same with frames in terms of snippets
   */
  Failure exception(Throwable thrown, JShellException translated) {
    List<String> lines = new ArrayList<>();
    Throwable real = thrown;
    Throwable frames = translated;
    for (int i = 0; real != null && i < CAUSES; i++) {
      String message = message(real);
      lines.add(
          (i == 0 ? "" : "Caused by: ")
              + (RED + name(real) + PLAIN)
              + (message.isEmpty() ? "" : ": " + message));
      if (frames != null) {
        lines.addAll(frames(frames.getStackTrace()));
      }
      real = real.getCause();
      frames = frames == null ? null : frames.getCause();
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

  private List<String> frames(StackTraceElement[] stack) {
    List<String> lines = new ArrayList<>();
    StackTraceElement shown = null;
    int frames = 0;
    int same = 0;
    int left = 0;
    for (StackTraceElement frame : stack) {
      String file = frame.getFileName();
      Place place = file != null && file.startsWith("#") ? places.get(file.substring(1)) : null;
      if (place == null) {
        continue;
      }
      if (frame.equals(shown)) {
        same++;
        continue;
      }
      if (frames == FRAMES) {
        left++;
        continue;
      }
      again(same, lines);
      same = 0;
      shown = frame;
      frames++;
      int line = frame.getLineNumber();
      String method = frame.getMethodName().isEmpty() ? "" : ", in " + name(frame);
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
    String type = frame.getClassName().replaceFirst("^[.$]+", "").replace('$', '.');
    if (method.equals("<init>")) {
      return "new " + type;
    }
    return (type.isEmpty() ? "" : type + ".") + method + "()";
  }

  /** A cell that was stopped. */
  Failure stopped(String ename, String evalue, JShellException translated) {
    List<String> lines = new ArrayList<>(plain(ename, evalue).traceback());
    Throwable frames = translated;
    while (frames != null && frames.getCause() != null) {
      frames = frames.getCause();
    }
    if (frames != null) {
      lines.addAll(frames(frames.getStackTrace()));
    }
    return new Failure(ename, evalue, lines);
  }

  /** An exception as plain text, for where its frames cannot be told in terms of cells. */
  static String text(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    Throwable t = thrown;
    for (int i = 0; t != null && i < CAUSES; i++, t = t.getCause()) {
      text.append(i == 0 ? "" : "Caused by: ").append(name(t)).append(": ").append(message(t));
      text.append('\n');
      for (StackTraceElement frame : t.getStackTrace()) {
        if (frame.getClassName().startsWith("REPL.")) {
          text.append("  in a cell");
          String method = frame.getMethodName();
          if (!method.contains("do_it$")) {
            text.append(", in ").append(method).append("()");
          }
          text.append('\n');
        }
      }
    }
    return text.toString().stripTrailing();
  }

  /** An error that has no place in a cell. */
  static Failure plain(String ename, String evalue) {
    return new Failure(ename, evalue, List.of(RED + ename + PLAIN + ": " + evalue));
  }
}
