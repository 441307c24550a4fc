package demitasse.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;

/** Writes errors so that a learner can read them: in terms of cells and their lines. */
final class Tracebacks {
  private static final String RED = "\u001b[1;31m";
  private static final String DIM = "\u001b[2m";
  private static final String PLAIN = "\u001b[0m";
  private static final String ARROW = "\u001b[1;31m----> ";
  private static final int FRAMES = 20;

  private final Map<String, Place> places = new HashMap<>();

  /**
   * Where a snippet stands: the cell's name, the cell's lines, and the first of them that is its.
   */
  private record Place(String cell, List<String> lines, int first) {}

  /** Remembers where a snippet stands in the cell, from a character offset on. */
  void remember(String cell, String code, Snippet snippet, int offset) {
    String source = snippet.source().strip();
    if (source.endsWith(";")) {
      source = source.substring(0, source.length() - 1); // JShell may have added it
    }
    int start = Math.max(offset, code.indexOf(source, offset));
    int first = (int) code.substring(0, start).lines().count();
    boolean atLineStart = start == 0 || code.charAt(start - 1) == '\n';
    places.put(
        snippet.id(), new Place(cell, code.lines().toList(), atLineStart ? first : first - 1));
  }

  /** A compile error: each message with the source line and a marker under the place. */
  Failure compileError(Snippet snippet, List<Diag> diagnostics) {
    List<String> lines = new ArrayList<>();
    String first = null;
    for (Diag diag : diagnostics) {
      if (!diag.isError()) {
        continue;
      }
      String message = diag.getMessage(Locale.ENGLISH).strip();
      if (first == null) {
        first = message.lines().findFirst().orElse("");
      }
      lines.addAll(marked(snippet, diag, message));
    }
    if (first == null) {
      first = "this is not Java";
      lines.add(RED + "CompileError" + PLAIN + ": " + first);
    }
    return new Failure("CompileError", first, lines);
  }

  private List<String> marked(Snippet snippet, Diag diag, String message) {
    String source = snippet.source();
    Place place = places.get(snippet.id());
    int at = (int) Math.max(0, Math.min(diag.getPosition(), source.length()));
    int begin = (int) Math.max(0, Math.min(diag.getStartPosition(), at));
    int end = (int) Math.min(source.length(), Math.max(diag.getEndPosition(), at + 1));
    int lineStart = source.lastIndexOf('\n', at - 1) + 1;
    int lineEnd = source.indexOf('\n', at) < 0 ? source.length() : source.indexOf('\n', at);
    int line = place.first() + (int) source.substring(0, lineStart).lines().count();
    String text = source.substring(lineStart, lineEnd);
    int from = Math.max(begin, lineStart) - lineStart;
    int to = Math.max(from + 1, Math.min(end, lineEnd) - lineStart);
    List<String> lines = new ArrayList<>();
    List<String> said = message.lines().toList();
    lines.add(
        RED
            + "CompileError"
            + PLAIN
            + " in "
            + place.cell()
            + ", line "
            + (line + 1)
            + ": "
            + said.get(0));
    lines.add(numbered(ARROW, line + 1) + PLAIN + text);
    String gutter = " ".repeat(numbered("----> ", line + 1).length());
    String indent = text.substring(0, Math.min(from, text.length())).replaceAll("[^\t]", " ");
    lines.add(gutter + indent + RED + "^".repeat(to - from) + PLAIN);
    said.stream().skip(1).forEach(more -> lines.add(gutter + more.strip()));
    return lines;
  }

  private static String numbered(String arrow, int line) {
    return arrow + line + " ";
  }

  /** An exception of the user's code, with the frames of cells only, and its causes. */
  Failure exception(Throwable thrown, JShellException translated) {
    List<String> lines = new ArrayList<>();
    Throwable real = thrown;
    Throwable frames = translated;
    boolean cause = false;
    while (real != null && lines.size() < 200) {
      lines.add(
          (cause ? "Caused by: " : "") + RED + real.getClass().getName() + PLAIN + suffix(real));
      if (frames != null) {
        lines.addAll(frames(frames.getStackTrace()));
      }
      cause = true;
      real = real.getCause();
      frames = frames == null ? null : frames.getCause();
    }
    return new Failure(thrown.getClass().getName(), message(thrown), lines);
  }

  private static String suffix(Throwable thrown) {
    String message = message(thrown);
    return message.isEmpty() ? "" : ": " + message;
  }

  private static String message(Throwable thrown) {
    try {
      String message = thrown.getLocalizedMessage();
      return message == null ? "" : message;
    } catch (RuntimeException | StackOverflowError e) {
      return "(its message cannot be had: " + e.getClass().getName() + ")";
    }
  }

  private List<String> frames(StackTraceElement[] stack) {
    List<String> lines = new ArrayList<>();
    int left = 0;
    for (StackTraceElement frame : stack) {
      String file = frame.getFileName();
      Place place = file != null && file.startsWith("#") ? places.get(file.substring(1)) : null;
      if (place == null) {
        continue;
      }
      if (lines.size() >= 2 * FRAMES) {
        left++;
        continue;
      }
      int line = place.first() + frame.getLineNumber();
      String method = frame.getMethodName().isEmpty() ? "" : ", in " + name(frame);
      lines.add("  " + DIM + "at" + PLAIN + " " + place.cell() + ", line " + line + method);
      if (line >= 1 && line <= place.lines().size()) {
        lines.add(numbered(ARROW, line) + PLAIN + place.lines().get(line - 1));
      }
    }
    if (left > 0) {
      lines.add("  ... " + left + " more");
    }
    return lines;
  }

  /** The method of a frame as its author knows it. */
  private static String name(StackTraceElement frame) {
    String method = frame.getMethodName();
    if (method.startsWith("lambda$")) {
      return "a lambda";
    }
    String type = frame.getClassName();
    if (method.equals("<init>")) {
      return "new " + type.replaceFirst("^.*[.$]", "");
    }
    return (type.isEmpty() ? "" : type.replaceFirst("^\\$?", "") + ".") + method + "()";
  }

  /** A cell that the user has stopped. */
  Failure stopped(JShellException translated) {
    List<String> lines = new ArrayList<>();
    lines.add(RED + "Interrupted" + PLAIN + ": the cell was stopped");
    Throwable frames = translated;
    while (frames instanceof EvalException && frames.getCause() != null) {
      frames = frames.getCause();
    }
    if (frames != null) {
      lines.addAll(frames(frames.getStackTrace()));
    }
    return new Failure("Interrupted", "the cell was stopped", lines);
  }

  /** An error that has no place in a cell. */
  Failure plain(String ename, String evalue) {
    return new Failure(ename, evalue, List.of(RED + ename + PLAIN + ": " + evalue));
  }
}
