package demitasse.inspect;

import ai.djl.ndarray.types.Shape;
import demitasse.layer.Node;
import demitasse.model.Sequential;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** What the first convolution of a model looks for: its filters, drawn as small pictures. */
public final class Filters {
  private Filters() {}

  /**
   * Returns one picture for each filter of a convolution that sees a picture: grey for one channel,
   * coloured for three. A weight of 0 is middle grey, the largest weight of the layer white, its
   * negative black.
   *
   * @param model knows the shape of its inputs
   * @param layer name of the convolution
   * @throws IllegalArgumentException if there is no such layer, if it is no convolution, or if it
   *     sees neither one channel nor three
   */
  public static List<BufferedImage> of(Sequential model, String layer) {
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
          "the filters of " + layer + " have " + channels + " channels, which no picture shows");
    }
    float[] values = node.layer().weights()[0];
    float largest = 1e-6f;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    int side = (int) shape.get(2);
    int area = side * side;
    List<BufferedImage> pictures = new ArrayList<>();
    for (int filter = 0; filter < shape.get(0); filter++) {
      var picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
      for (int pixel = 0; pixel < area; pixel++) {
        int rgb = 0;
        for (int colour = 0; colour < 3; colour++) {
          int channel = channels == 1 ? 0 : colour;
          float value = values[(filter * channels + channel) * area + pixel];
          rgb = rgb << 8 | Math.round(127.5f * (1 + value / largest));
        }
        picture.setRGB(pixel % side, pixel / side, rgb);
      }
      pictures.add(picture);
    }
    return pictures;
  }
}
