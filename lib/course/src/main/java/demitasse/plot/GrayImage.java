package demitasse.plot;

import static demitasse.numeric.Arguments.given;

import java.awt.image.BufferedImage;

/** A grey image from numbers: what a model returned, for example. */
public final class GrayImage {
  private GrayImage() {}

  /**
   * Returns a grey image.
   *
   * @param values height · width numbers, row by row: 0 is black, 1 is white; what lies outside is
   *     clipped, and NaN is black
   * @param height in pixels
   * @param width in pixels
   * @throws IllegalArgumentException if the number of values is not height · width
   */
  public static BufferedImage image(float[] values, int height, int width) {
    given(values, "the values");
    if (height < 1 || width < 1 || values.length != (long) height * width) {
      throw new IllegalArgumentException(
          values.length + " values do not make an image of " + height + " × " + width);
    }
    var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    byte[] pixels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      pixels[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, values[i])));
    }
    // The raster takes the bytes as they are; setRGB would bend them through a colour space.
    image.getRaster().setDataElements(0, 0, width, height, pixels);
    return image;
  }

  /**
   * Returns a grey image of numbers that know no largest value, such as the outputs of ReLU: 0 is
   * black, the largest is white.
   *
   * @param values height · width numbers, row by row
   * @throws IllegalArgumentException if the number of values is not height · width
   */
  public static BufferedImage stretched(float[] values, int height, int width) {
    given(values, "the values");
    float largest = 0;
    for (float value : values) {
      largest = Float.isFinite(value) ? Math.max(largest, value) : largest;
    }
    float[] scaled = new float[values.length];
    for (int i = 0; i < values.length && largest > 0; i++) {
      scaled[i] = values[i] / largest;
    }
    return image(scaled, height, width);
  }

  /**
   * Returns a grey image of numbers of any sign, such as weights or the outputs of ELU.
   *
   * @param values height · width numbers, row by row
   * @param black this number and everything below it is black
   * @param white this number and everything above it is white
   * @throws IllegalArgumentException if the number of values is not height · width
   */
  public static BufferedImage between(
      float[] values, int height, int width, float black, float white) {
    given(values, "the values");
    if (!Float.isFinite(black) || !Float.isFinite(white) || black == white) {
      throw new IllegalArgumentException(
          "black and white are two different numbers, not " + black + " and " + white);
    }
    float[] scaled = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      // In double: the difference of two large floats may be beyond them.
      scaled[i] = (float) (((double) values[i] - black) / ((double) white - black));
    }
    return image(scaled, height, width);
  }
}
