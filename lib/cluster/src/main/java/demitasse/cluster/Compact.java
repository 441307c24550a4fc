package demitasse.cluster;

import java.util.Arrays;

/**
 * Numbers from 0 on without gaps in place of any.
 *
 * @param numbers for each of what was given
 * @param names what was given in place of each number, ascending
 */
record Compact(int[] numbers, int[] names) {
  static Compact of(int[] given) {
    int[] names = Arrays.stream(given).sorted().distinct().toArray();
    if (names[0] < 0) {
      throw new IllegalArgumentException("labels and classes are numbers from 0, got " + names[0]);
    }
    int[] numbers = Arrays.stream(given).map(g -> Arrays.binarySearch(names, g)).toArray();
    return new Compact(numbers, names);
  }
}
