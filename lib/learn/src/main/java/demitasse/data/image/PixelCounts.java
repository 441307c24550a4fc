package demitasse.data.image;

/** Images whose pixel values can be counted, on the scale 0 to 255. */
public interface PixelCounts {
  /** Returns the shape of every image. */
  ImageShape imageShape();

  /**
   * Counts how often each value from 0 to 255 occurs in a channel, over all images.
   *
   * @return 256 numbers
   */
  long[] histogram(int channel);
}
