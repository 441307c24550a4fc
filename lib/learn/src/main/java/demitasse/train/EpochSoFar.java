package demitasse.train;

import java.util.Collections;
import java.util.List;

/**
 * How far an epoch has come that was interrupted, or is being saved on its way.
 *
 * @param samples how many the epoch goes through
 * @param done through how many it has gone
 * @param seconds how long that took
 * @param sums of what was measured, over the samples that are done
 */
record EpochSoFar(int samples, int done, double seconds, List<Double> sums) {
  EpochSoFar {
    sums = List.copyOf(sums);
  }

  /** Returns the beginning of an epoch. */
  static EpochSoFar beginning(int samples, int measures) {
    return new EpochSoFar(samples, 0, 0, Collections.nCopies(measures, 0.0));
  }

  /** Returns this, if it is an epoch over so many samples and measures, or its beginning. */
  EpochSoFar over(int samples, int measures) {
    boolean same = this.samples == samples && sums.size() == measures;
    return same ? this : beginning(samples, measures);
  }
}
