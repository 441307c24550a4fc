package demitasse.train;

import demitasse.progress.ProgressLine;
import java.util.Map;
import java.util.Optional;
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

  /** Looks once what is on offer: to search the class path takes as long as some fits do. */
  private static final class Offered {
    static final Optional<FitView.Provider> VIEW =
        ServiceLoader.load(FitView.Provider.class, FitView.class.getClassLoader()).findFirst();
  }

  private FitViews() {}

  /** Opens the view that is on offer, where somebody watches. */
  static FitView open(Fit fit) {
    if (fit.verbose() != 1 || !ProgressLine.interactive()) {
      return NONE;
    }
    return Offered.VIEW.map(FitView.Provider::open).orElse(NONE);
  }
}
