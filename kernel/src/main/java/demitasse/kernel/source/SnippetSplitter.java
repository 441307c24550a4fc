package demitasse.kernel.source;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** Finds the pieces of a cell that JShell takes one by one. */
public final class SnippetSplitter {
  private static final String NON_SEALED = "non-sealed";

  /** A modifier that can stand in its place, of the same length. */
  private static final String STAND_IN = "strictfp  ";

  private static final String THROW = "throw";
  private static final Pattern THROWING = Pattern.compile("->\\s*(throw)\\b");

  private final SourceCodeAnalysis analysis;
  private final CompilerNoise noise;

  public SnippetSplitter(SourceCodeAnalysis analysis, CompilerNoise noise) {
    this.analysis = analysis;
    this.noise = noise;
  }

  /**
   * A piece.
   *
   * @param start where it begins: at its first token
   * @param end where what follows begins
   * @param code it itself, with the semicolon that may be left out
   * @param completeness whether it is whole
   */
  public record Piece(int start, int end, String code, Completeness completeness) {}

  /** Returns the first piece from an offset on. */
  public Piece next(String java, int from) {
    // JShell counts lines wrongly in a snippet with blanks or a comment before its first token.
    int start = JavaText.firstToken(java, from);
    String rest = java.substring(start);
    CompletionInfo info = noise.without(() -> analysis.analyzeCompletion(readable(rest)));
    Completeness completeness = info.completeness();
    if (!completeness.isComplete()) {
      // What is not complete goes to the compiler as a whole: it says what is wrong with it.
      return new Piece(start, java.length(), rest, completeness);
    }
    int end = java.length() - info.remaining().length();
    String code = java.substring(start, end);
    boolean semicolon = completeness == Completeness.COMPLETE_WITH_SEMI;
    return new Piece(start, end, semicolon ? code + ";" : code, completeness);
  }

  /**
   * Returns code whose end JShell's parser of JDK 17 finds. It takes {@code non-sealed} for a
   * subtraction, and stops too early where a case of a switch throws.
   */
  private static String readable(String java) {
    if (!java.contains(NON_SEALED) && !java.contains(THROW)) {
      return java;
    }
    String masked = JavaText.masked(java);
    StringBuilder readable = new StringBuilder(java);
    for (int at = masked.indexOf(NON_SEALED); at >= 0; at = masked.indexOf(NON_SEALED, at + 1)) {
      readable.replace(at, at + NON_SEALED.length(), STAND_IN);
    }
    Matcher throwing = THROWING.matcher(masked);
    while (throwing.find()) { // only what it throws is left: a value can stand there, too
      readable.replace(throwing.start(1), throwing.end(1), " ".repeat(THROW.length()));
    }
    return readable.toString();
  }
}
