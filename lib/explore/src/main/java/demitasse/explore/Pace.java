package demitasse.explore;

import demitasse.train.FitView.Moment;
import java.util.Locale;

/** How fast a fit goes, in words, measured from its first moment. */
final class Pace {
  private Moment first;
  private long start;

  /** Tells where the fit stands; {@code nanos} is the time now. */
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

  /** Through how many samples the fit has gone, over all epochs. */
  static double through(Moment now) {
    return (now.epoch() - 1.0) * now.samples() + now.done();
  }

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
