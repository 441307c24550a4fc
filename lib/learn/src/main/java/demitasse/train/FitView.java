package demitasse.train;

import java.util.Map;

/**
 * Shows a fit to somebody who watches it, in place of the line of text that moves, and may end it
 * early. The lines that stay are printed all the same.
 *
 * <p>To offer one, name a {@link Provider} in {@code
 * META-INF/services/demitasse.train.FitView$Provider}.
 */
public interface FitView extends AutoCloseable {
  /** Offers a view of each fit that shows its progress (verbose 1), where somebody watches. */
  @FunctionalInterface
  interface Provider {
    /** Returns a view of the fit that is about to begin, on the thread that trains. */
    FitView open();
  }

  /**
   * Where a fit stands.
   *
   * @param epoch the one at hand, from 1
   * @param last the last one
   * @param samples how many an epoch goes through
   * @param done through how many of them this one has gone
   * @param loss the mean over these
   */
  record Moment(int epoch, int last, int samples, int done, double loss) {}

  /**
   * Shows where the fit stands after a step. The thread that trains calls it and waits.
   *
   * @return whether this takes the place of the line of text, from now on
   */
  boolean step(Moment moment);

  /**
   * Shows what was measured in an epoch.
   *
   * @param epoch from 1
   * @param values by key of the history
   */
  void epoch(int epoch, Map<String, Double> values);

  /** Tells whether the fit is to stop after the epoch at hand. */
  boolean isStopRequested();

  /** Ends the view when the fit is over, whatever ended it. */
  @Override
  void close();
}
