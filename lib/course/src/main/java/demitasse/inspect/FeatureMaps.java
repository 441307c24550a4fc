package demitasse.inspect;

import static demitasse.numeric.Arguments.given;

import ai.djl.ndarray.types.Shape;
import demitasse.plot.Figure;
import demitasse.plot.GrayImage;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What a layer makes of one image: one grey image for each of its channels. */
public final class FeatureMaps {
  private FeatureMaps() {}

  /**
   * Returns the maps. All share one scale, from the smallest of all numbers (black) to the largest
   * (white), so that they can be compared; a channel that says nothing is of one grey, and numbers
   * that are not finite do not count.
   *
   * @param output of the layer for one image, as {@code model.predict} returns it
   * @param shape of the output: (channels, height, width)
   * @throws IllegalArgumentException if the shape is not that of an image, or not that of the
   *     output
   */
  public static List<BufferedImage> images(float[] output, Shape shape) {
    given(output, "the output");
    given(shape, "the shape");
    if (shape.dimension() != 3 || shape.size() != output.length) {
      throw new IllegalArgumentException(
          output.length + " numbers are no feature maps of shape " + shape);
    }
    float smallest = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    for (float value : output) {
      if (Float.isFinite(value)) {
        smallest = Math.min(smallest, value);
        largest = Math.max(largest, value);
      }
    }
    int height = (int) shape.get(1);
    int width = (int) shape.get(2);
    List<BufferedImage> maps = new ArrayList<>();
    for (int channel = 0; channel < shape.get(0); channel++) {
      int from = channel * height * width;
      float[] map = Arrays.copyOfRange(output, from, from + height * width);
      // Where all numbers are alike, one grey for all.
      BufferedImage image =
          smallest < largest
              ? GrayImage.between(map, height, width, smallest, largest)
              : GrayImage.image(filled(map.length), height, width);
      maps.add(Figure.alt(image, "map " + channel + range(map)));
    }
    return maps;
  }

  /** Returns what a text says of many numbers: the smallest and the largest. */
  static String range(float[] values) {
    var finite =
        IntStream.range(0, values.length)
            .mapToDouble(i -> values[i])
            .filter(Double::isFinite)
            .summaryStatistics();
    if (finite.getCount() == 0) {
      return " without a finite number";
    }
    return finite.getMin() == finite.getMax()
        ? String.format(Locale.ROOT, " all %.3g", finite.getMin())
        : String.format(Locale.ROOT, " from %.3g to %.3g", finite.getMin(), finite.getMax());
  }

  private static float[] filled(int size) {
    float[] gray = new float[size];
    Arrays.fill(gray, 0.5f);
    return gray;
  }
}
