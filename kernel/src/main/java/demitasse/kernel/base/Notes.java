package demitasse.kernel.base;

import java.util.function.Consumer;

/**
 * What the kernel itself has to say on the error stream of a cell.
 *
 * <p>Not through {@code System.err}, which is the user's: a cell may replace it, and a thread that
 * holds its lock would hold up the kernel.
 */
public final class Notes {
  // Static and mutable, against the rule of the house, like System.err, in whose place it stands.
  private static volatile Consumer<String> reader = text -> System.err.println(text);

  private Notes() {}

  /** Gives notes to this reader from now on. */
  public static void to(Consumer<String> newReader) {
    reader = newReader;
  }

  /** Says something; a line break follows it. */
  public static void say(String text) {
    reader.accept(text);
  }
}
