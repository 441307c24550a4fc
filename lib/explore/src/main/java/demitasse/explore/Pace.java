package demitasse.explore;

import demitasse.train.FitView.Moment;
import java.util.Locale;

/**
 * How far a fit is, and how fast it has been since its first moment.
 *
 * @param first how many samples it had processed at that moment, over all epochs
 * @param start the time then, in nanoseconds
 * @param nanos since then
 * @param now where it is
 */
record Pace(double first, long start, long nanos, Moment now) {
  /** Begins with a first moment; {@code time} is the time then, in nanoseconds. */
  static Pace from(Moment first, long time) {
    return new Pace(through(first), time, 0, first);
  }

  /** Returns the pace until a later moment. */
  Pace to(Moment later, long time) {
    return new Pace(first, start, time - start, later);
  }

  private static double through(Moment now) {
    return (now.epoch() - 1.0) * now.samples() + now.done();
  }

  /** Returns how many samples the fit has processed, over all epochs. */
  double done() {
    return through(now);
  }

  /** Returns how many samples the whole fit processes. */
  double total() {
    return (double) now.last() * now.samples();
  }

  /** Returns how long the rest will take, in nanoseconds; NaN at the first moment. */
  double nanosLeft() {
    return nanos * (total() - done()) / (done() - first);
  }

  /** Describes the progress: its rate, and the time left. */
  String text() {
    String where =
        String.format(
            Locale.ROOT,
            "epoch %d/%d · %,d of %,d · loss %.4f",
            now.epoch(),
            now.last(),
            now.done(),
            now.samples(),
            now.loss());
    if (done() <= first) {
      return where;
    }
    double rate = (done() - first) / (nanos / 1e9);
    return where
        + String.format(
            Locale.ROOT, " · %,.0f samples/s · %s left", rate, seconds(nanosLeft() / 1e9));
  }

  private static String seconds(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60
        ? whole + " s"
        : whole < 3600
            ? whole / 60 + " min " + whole % 60 + " s"
            : whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }
}
