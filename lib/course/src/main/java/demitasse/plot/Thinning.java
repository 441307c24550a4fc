package demitasse.plot;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The points of a curve that are worth drawing. A chart has a few hundred columns of pixels: of
 * many points that fall into one column, only the outermost can be seen.
 */
final class Thinning {
  /** About three groups to a column of pixels. */
  private static final int GROUPS = 1_600;

  /** What stays of a group: its ends, its outermost points and a gap. */
  private static final int KEPT = 5;

  private Thinning() {}

  /**
   * Chooses the points of a curve.
   *
   * @param values of the curve, in the order in which it runs; those that are not finite are gaps
   * @return the places of those to draw, ascending: all of them, if there are few
   */
  static int[] of(double[] values) {
    if (values.length <= GROUPS * KEPT) {
      return IntStream.range(0, values.length).toArray();
    }
    int[] kept = new int[GROUPS * KEPT];
    for (int group = 0; group < GROUPS; group++) {
      int from = (int) ((long) values.length * group / GROUPS);
      int end = (int) ((long) values.length * (group + 1) / GROUPS);
      keep(values, from, end, kept, group * KEPT);
    }
    return Arrays.stream(kept).sorted().distinct().toArray();
  }

  private static void keep(double[] values, int from, int end, int[] kept, int at) {
    int least = from;
    int largest = from;
    int gap = from;
    for (int i = from; i < end; i++) {
      if (!Double.isFinite(values[i])) {
        gap = i;
        continue;
      }
      // A comparison with NaN is false: a number has to take its place.
      if (values[i] < values[least] || !Double.isFinite(values[least])) {
        least = i;
      }
      if (values[i] > values[largest] || !Double.isFinite(values[largest])) {
        largest = i;
      }
    }
    kept[at] = from;
    kept[at + 1] = least;
    kept[at + 2] = largest;
    kept[at + 3] = gap;
    kept[at + 4] = end - 1;
  }
}
