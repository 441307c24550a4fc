package demitasse.train;

import demitasse.progress.ProgressLine;
import java.util.Map;
import java.util.ServiceLoader;

/** Finds what shows a fit beside its lines. */
final class FitViews {
  /** The line of text is all. */
  private static final FitView NONE =
      new FitView() {
        @Override
        public boolean step(Moment moment) {
          return false;
        }

        @Override
        public void epoch(int epoch, Map<String, Double> values) {}

        @Override
        public boolean isStopRequested() {
          return false;
        }

        @Override
        public void close() {}
      };

  private FitViews() {}

  /** Opens the view that is on offer, where somebody watches. */
  static FitView open(Fit fit) {
    if (fit.verbose() != 1 || !ProgressLine.interactive()) {
      return NONE;
    }
    return ServiceLoader.load(FitView.Provider.class, FitView.class.getClassLoader())
        .findFirst()
        .map(FitView.Provider::open)
        .orElse(NONE);
  }
}
