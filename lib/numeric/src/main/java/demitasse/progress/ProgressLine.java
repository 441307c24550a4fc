package demitasse.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * One line of text that is rewritten in place while work goes on.
 *
 * <p>Where somebody watches (a notebook in a browser, a terminal), {@link #update} rewrites the
 * line a few times a second with a carriage return. Where nobody does (nbconvert, CI, a log file),
 * updates print nothing and only the lines that stay, {@link #print}, come out, so a log is never
 * flooded.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class ProgressLine {
  private static final Duration BETWEEN_UPDATES = Duration.ofMillis(150);

  private final PrintStream out;
  private final boolean interactive;
  private final long nanosBetweenUpdates;
  private long lastUpdate;
  private int shown;

  ProgressLine(PrintStream out, boolean interactive, Duration betweenUpdates) {
    this.out = out;
    this.interactive = interactive;
    this.nanosBetweenUpdates = betweenUpdates.toNanos();
    this.lastUpdate = System.nanoTime() - nanosBetweenUpdates;
  }

  /** Returns a line on standard output, live if {@link #interactive()}. */
  public static ProgressLine open() {
    return new ProgressLine(System.out, interactive(), BETWEEN_UPDATES);
  }

  /**
   * Tells whether somebody watches the output. In order: {@code DEMITASSE_INTERACTIVE} (true or
   * false); whether the notebook's front end can be asked for input, which nbconvert cannot (the
   * Demitasse kernel tells it in the system property {@code jupyter.allow_stdin}); whether there is
   * a console; under other kernels, whether this is a kernel outside CI.
   */
  public static boolean interactive() {
    String asked = System.getenv("DEMITASSE_INTERACTIVE");
    if (asked != null) {
      return Boolean.parseBoolean(asked);
    }
    String allowStdin = System.getProperty("jupyter.allow_stdin");
    if (allowStdin != null) {
      return Boolean.parseBoolean(allowStdin);
    }
    // Jupyter sets JPY_PARENT_PID for every kernel it starts.
    boolean kernel = System.getenv("JPY_PARENT_PID") != null;
    return System.getenv("CI") == null && (kernel || System.console() != null);
  }

  /** Shows {@code text} on the line for the moment; called as often as one likes. */
  public void update(Supplier<String> text) {
    if (!interactive) {
      return;
    }
    long now = System.nanoTime();
    if (now - lastUpdate < nanosBetweenUpdates) {
      return;
    }
    lastUpdate = now;
    String line = text.get();
    out.print(padded(line) + "\r");
    out.flush();
    shown = line.length();
  }

  /** Puts {@code text} in place of what the line showed, to stay, and begins a new line. */
  public void print(String text) {
    out.println(padded(text));
    out.flush();
    shown = 0;
  }

  /** Removes what the line showed, if anything. */
  public void clear() {
    if (shown > 0) {
      out.print(padded("") + "\r");
      out.flush();
      shown = 0;
    }
  }

  /** Pads with blanks, so that nothing of a longer text before shows behind a shorter one. */
  private String padded(String text) {
    return text.length() >= shown ? text : text + " ".repeat(shown - text.length());
  }
}
