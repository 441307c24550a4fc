package demitasse.kernel.cell;

import demitasse.kernel.api.Notebooks;
import java.util.List;

/**
 * What magics become in Java. They are called by their full names, and with texts alone: a cell may
 * have methods, variables and types of any simple name.
 */
public final class MagicCalls {
  private MagicCalls() {}

  /** Runs a line magic and returns its value. */
  @SuppressWarnings("unchecked") // the caller says what the magic returns, as under IJava
  public static <T> T line(String name, String... args) {
    return (T) Notebooks.running().lineMagic(name, List.of(args));
  }

  /** Runs a line magic that stands as a statement; returns what is to be shown. */
  public static Object statement(String name, String... args) {
    return Notebooks.running().statementMagic(name, List.of(args));
  }

  /** Runs a cell magic. */
  public static Object cell(String name, String body, String... args) {
    return Notebooks.running().cellMagic(name, List.of(args), body);
  }

  /** Says where a cell magic must stand. */
  public static void misplaced(String magic) {
    throw new IllegalArgumentException(
        magic + " takes the rest of its cell: only comments may stand above it");
  }

  /** Joins what is too long for one constant. */
  public static String text(String... parts) {
    return String.join("", parts);
  }
}
