package demitasse.inspect;

import ai.djl.ndarray.types.Shape;
import demitasse.plot.GreyImage;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a layer makes of one picture: one grey picture for each of its channels. */
public final class FeatureMaps {
  private FeatureMaps() {}

  /**
   * Returns the maps. All share one scale, from the smallest of all numbers (black) to the largest
   * (white), so that they can be compared; a channel that says nothing is of one grey.
   *
   * @param output of the layer for one picture, as {@code model.predict} returns it
   * @param shape of the output: (channels, height, width)
   * @throws IllegalArgumentException if the shape is not that of an image, or not that of the
   *     output
   */
  public static List<BufferedImage> of(float[] output, Shape shape) {
    if (shape.dimension() != 3 || shape.size() != output.length) {
      throw new IllegalArgumentException(
          output.length + " numbers are no feature maps of shape " + shape);
    }
    float smallest = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    for (float value : output) {
      smallest = Math.min(smallest, value);
      largest = Math.max(largest, value);
    }
    int height = (int) shape.get(1);
    int width = (int) shape.get(2);
    List<BufferedImage> maps = new ArrayList<>();
    for (int channel = 0; channel < shape.get(0); channel++) {
      int from = channel * height * width;
      float[] map = Arrays.copyOfRange(output, from, from + height * width);
      maps.add(
          GreyImage.between(map, height, width, smallest, Math.max(largest, smallest + 1e-6f)));
    }
    return maps;
  }
}
