package demitasse.explore;

import demitasse.train.FitView.Moment;
import java.util.Locale;

/** The progress of a fit in words: its rate since the first moment, and the time left. */
final class Pace {
  private Moment first;
  private long start;

  /** Describes the progress; {@code nanos} is the time now. */
  String text(Moment now, long nanos) {
    String where =
        String.format(
            Locale.ROOT,
            "epoch %d/%d · %,d of %,d · loss %.4f",
            now.epoch(),
            now.last(),
            now.done(),
            now.samples(),
            now.loss());
    if (first == null) {
      first = now;
      start = nanos;
      return where;
    }
    double seconds = (nanos - start) / 1e9;
    double rate = (through(now) - through(first)) / seconds;
    double left = (total(now) - through(now)) / rate;
    return where + String.format(Locale.ROOT, " · %,.0f samples/s · %s left", rate, time(left));
  }

  /** Returns how many samples the fit has processed, over all epochs. */
  static double through(Moment now) {
    return (now.epoch() - 1.0) * now.samples() + now.done();
  }

  /** Returns how many samples the whole fit processes. */
  static double total(Moment now) {
    return (double) now.last() * now.samples();
  }

  private static String time(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60
        ? whole + " s"
        : whole < 3600
            ? whole / 60 + " min " + whole % 60 + " s"
            : whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }
}
