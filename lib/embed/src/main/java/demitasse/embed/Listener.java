package demitasse.embed;

import demitasse.progress.ProgressLine;
import java.util.Locale;

/** Sees the optimisation while it goes on, and may stop it. */
@FunctionalInterface
public interface Listener {
  /**
   * Called before the first step, after the last one, and between in steps of {@link
   * TSneOptions#reportEvery}, on the thread that called {@code fit}.
   *
   * @return whether to go on; false ends the run with the map as it stands
   */
  boolean onProgress(Progress progress);

  /** Returns a listener that shows iteration and divergence on one line. */
  static Listener line() {
    ProgressLine line = ProgressLine.open();
    return progress -> {
      String text =
          String.format(
              Locale.ROOT,
              "t-SNE %d/%d - kl: %.4f",
              progress.iteration(),
              progress.iterations(),
              progress.kl());
      if (progress.iteration() == progress.iterations()) {
        line.print(text);
      } else {
        line.update(() -> text);
      }
      return true;
    };
  }
}
