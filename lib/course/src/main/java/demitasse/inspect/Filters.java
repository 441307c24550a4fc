package demitasse.inspect;

import static demitasse.numeric.Arguments.given;

import ai.djl.ndarray.types.Shape;
import demitasse.layer.Node;
import demitasse.model.Sequential;
import demitasse.plot.Figure;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the first convolution of a model looks for: its filters, drawn as small images. */
public final class Filters {
  private Filters() {}

  /**
   * Returns one image for each filter of a convolution that sees an image: grey for one channel,
   * coloured for three. A weight of 0 is middle grey, the largest weight of the layer white, its
   * negative black.
   *
   * @param model knows the shape of its inputs
   * @param layer name of the convolution
   * @throws IllegalArgumentException if there is no such layer, if it is no convolution, or if it
   *     sees neither one channel nor three
   */
  public static List<BufferedImage> images(Sequential model, String layer) {
    given(model, "the model");
    given(layer, "the name of the layer");
    Node node =
        model.network().nodes().stream()
            .filter(each -> each.name().equals(layer))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("the model has no layer " + layer));
    if (!node.layer().type().equals("Conv2D")) {
      throw new IllegalArgumentException(layer + " is no convolution, but " + node.layer().type());
    }
    Shape shape = node.layer().parameters().get(0).shape();
    int channels = (int) shape.get(1);
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "the filters of " + layer + " have " + channels + " channels, which no image shows");
    }
    float[] values = node.layer().weights()[0];
    float largest = 0;
    for (float value : values) {
      largest = Float.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
    }
    int filters = (int) shape.get(0);
    int height = (int) shape.get(2);
    int width = (int) shape.get(3);
    List<BufferedImage> images = new ArrayList<>();
    for (int filter = 0; filter < filters; filter++) {
      int from = filter * channels * height * width;
      float[] weights = Arrays.copyOfRange(values, from, from + channels * height * width);
      images.add(
          Figure.alt(
              image(weights, channels, height, width, largest),
              "filter " + filter + FeatureMaps.range(weights)));
    }
    return images;
  }

  private static BufferedImage image(
      float[] weights, int channels, int height, int width, float largest) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int area = height * width;
    for (int pixel = 0; pixel < area; pixel++) {
      int rgb = 0;
      for (int color = 0; color < 3; color++) {
        float value = weights[(channels == 1 ? 0 : color) * area + pixel];
        rgb = rgb << 8 | brightness(value, largest);
      }
      image.setRGB(pixel % width, pixel / width, rgb);
    }
    return image;
  }

  /** From 0 to 255; a weight that is not a number is as black as the smallest. */
  private static int brightness(float value, float largest) {
    if (Float.isNaN(value)) {
      return 0;
    }
    float share = largest == 0 ? 0 : Math.max(-1, Math.min(1, value / largest));
    return Math.round(127.5f * (1 + share));
  }
}
