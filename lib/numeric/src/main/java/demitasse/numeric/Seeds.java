package demitasse.numeric;

import java.util.Random;

/** Chance that can be repeated: {@link Random} gives the same on every JDK. */
public final class Seeds {
  private Seeds() {}

  /**
   * Makes a seed for each item, so that the result does not depend on which thread works on it. The
   * bits are mixed (the finalizer of SplitMix64: Steele, Lea and Flood 2014, figure 16), because
   * neighbouring seeds give {@code Random} nearly the same first value.
   */
  public static long mix(long seed, long item) {
    long z = seed + (item + 1) * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Shuffles in place (Fisher and Yates), as the seed decides. */
  public static void shuffle(int[] items, long seed) {
    var random = new Random(seed);
    for (int i = items.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = items[i];
      items[i] = items[j];
      items[j] = kept;
    }
  }
}
