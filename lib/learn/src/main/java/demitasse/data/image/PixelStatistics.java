package demitasse.data.image;

/**
 * What the pixel values of a set are like, on the scale 0 to 255.
 *
 * @param count how many there are
 * @param mean their mean
 * @param deviation their standard deviation, over all of them
 * @param min the smallest
 * @param max the largest
 */
public record PixelStatistics(long count, double mean, double deviation, int min, int max) {
  /** Returns the statistics of each channel. */
  public static PixelStatistics[] ofChannels(PixelCounts set) {
    var channels = new PixelStatistics[set.imageShape().channels()];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = of(set.histogram(c));
    }
    return channels;
  }

  /** Returns the statistics of all channels together. */
  public static PixelStatistics ofAll(PixelCounts set) {
    long[] counts = new long[256];
    for (int c = 0; c < set.imageShape().channels(); c++) {
      long[] channel = set.histogram(c);
      for (int value = 0; value < counts.length; value++) {
        counts[value] += channel[value];
      }
    }
    return of(counts);
  }

  /** Whole numbers are counted and summed, so that nothing is lost on the way. */
  private static PixelStatistics of(long[] counts) {
    long count = 0;
    long sum = 0;
    long squares = 0;
    int min = 255;
    int max = 0;
    for (int value = 0; value < counts.length; value++) {
      if (counts[value] > 0) {
        count += counts[value];
        sum += value * counts[value];
        squares += (long) value * value * counts[value];
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    if (count == 0) {
      throw new IllegalArgumentException("a set without images has no statistics");
    }
    double mean = (double) sum / count;
    double variance = Math.max(0, (double) squares / count - mean * mean);
    return new PixelStatistics(count, mean, Math.sqrt(variance), min, max);
  }
}
