package demitasse.kernel.streams;

import demitasse.kernel.protocol.Input;
import demitasse.kernel.protocol.Publisher;
import java.io.PrintStream;

/**
 * The standard streams that cells get. They may close, replace and lock them: the kernel itself
 * uses none of them, and closing one closes nothing.
 */
public final class CellStreams {
  // Static and mutable, against the rule of the house, as the streams of System are.
  private static volatile CellStreams installed;

  private final PrintStream out;
  private final PrintStream err;
  private final CellInput in;

  public CellStreams(Publisher publisher, Input input) {
    out = publisher.out();
    err = publisher.err();
    in = new CellInput(input);
  }

  /** Makes them the standard streams of this process. */
  public void install() {
    installed = this;
    System.setOut(out);
    System.setErr(err);
    System.setIn(in);
  }

  /** Forgets what was typed for an earlier cell and not read. */
  public void forgetInput() {
    in.forget();
  }

  /** Puts them where a cell has put null: the compiler needs them too. Others of its own stay. */
  public static void restoreMissing() {
    CellStreams own = installed;
    if (own == null) {
      return;
    }
    if (System.out == null) {
      System.setOut(own.out);
    }
    if (System.err == null) {
      System.setErr(own.err);
    }
    if (System.in == null) {
      System.setIn(own.in);
    }
  }
}
