package demitasse.kernel.source;

import java.util.List;
import java.util.stream.Stream;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** Tells whether the user has typed all of a cell. */
public enum Completeness {
  COMPLETE,
  INCOMPLETE,
  INVALID;

  /** Looks at the code of a cell, with no magics in it. */
  public static Completeness of(String code, SourceCodeAnalysis analysis) {
    String rest = code;
    while (true) {
      rest = rest.substring(JavaText.firstToken(rest, 0));
      CompletionInfo info = analysis.analyzeCompletion(rest);
      switch (info.completeness()) {
        case EMPTY -> {
          return rest.isEmpty() ? COMPLETE : INCOMPLETE;
        }
        case CONSIDERED_INCOMPLETE, DEFINITELY_INCOMPLETE -> {
          return INCOMPLETE;
        }
        case UNKNOWN -> {
          return ofPart(rest);
        }
        default -> {
          // JShell takes some code for complete to which more must come, as an annotation.
          Completeness part = ofPart(info.source());
          if (part != COMPLETE || info.remaining().isBlank()) {
            return part;
          }
          rest = info.remaining();
        }
      }
    }
  }

  /** Asks the parser: code to which more must come is wrong where it ends, and nowhere else. */
  private static Completeness ofPart(String code) {
    String masked = JavaText.masked(code).stripTrailing();
    if (closesMoreThanItOpens(masked)) {
      return INVALID;
    }
    long end = masked.length();
    if (code.charAt((int) end - 1) == ';') {
      end--;
    }
    long last = end;
    List<List<Long>> tries =
        Stream.of(
                JavaParser.errorsOfStatement(code),
                JavaParser.errorsOfExpression(code),
                JavaParser.errorsOfMember(code),
                JavaParser.parse(code + "\n;").errors())
            .toList();
    if (tries.stream().anyMatch(List::isEmpty)) {
      return COMPLETE;
    }
    return tries.stream().anyMatch(errors -> errors.get(0) >= last) ? INCOMPLETE : INVALID;
  }

  private static boolean closesMoreThanItOpens(String masked) {
    int open = 0;
    for (char c : masked.toCharArray()) {
      open += "{([".indexOf(c) >= 0 ? 1 : "})]".indexOf(c) >= 0 ? -1 : 0;
      if (open < 0) {
        return true;
      }
    }
    return false;
  }

  /** Tells whether a line is but the head of something, as {@code else} and {@code for (…)}. */
  public static boolean isHead(String line) {
    String code = line.strip();
    while (code.startsWith("}")) {
      code = code.substring(1).stripLeading();
    }
    if (code.isEmpty()) {
      return false;
    }
    for (String before : List.of("", "if (true) ; ", "try { } ")) {
      for (String after : List.of(" { }", " { } while (true)", " { } finally { }")) {
        if (JavaParser.errorsOfStatement(before + code + after).isEmpty()) {
          return true;
        }
      }
    }
    return JavaParser.errorsOfMember(code + " { }").isEmpty();
  }
}
