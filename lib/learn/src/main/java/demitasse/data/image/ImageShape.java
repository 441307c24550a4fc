package demitasse.data.image;

/**
 * The size of one image.
 *
 * @param channels 1 for grey, 3 for RGB
 * @param height in pixels
 * @param width in pixels
 */
public record ImageShape(int channels, int height, int width) {
  /** Checks that there is something to hold. */
  public ImageShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "no image has the shape " + channels + " × " + height + " × " + width);
    }
    if ((long) height * width > Integer.MAX_VALUE / channels) {
      throw new IllegalArgumentException(
          "an image of %,d × %,d pixels is too large".formatted(height, width));
    }
  }

  /** Returns the number of values of one image. */
  public int size() {
    return channels * plane();
  }

  /** Returns the number of values of one channel. */
  public int plane() {
    return height * width;
  }

  /** Returns height × width × channels, as Keras prints it. */
  @Override
  public String toString() {
    return height + "×" + width + "×" + channels;
  }
}
