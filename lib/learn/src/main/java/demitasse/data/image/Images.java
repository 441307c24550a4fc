package demitasse.data.image;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The one copy of a data set in memory that all its views share. Never changes after it is made.
 *
 * @param name how tables and charts call the set
 * @param generated whether it is a stand-in and not the real thing
 * @param shape of every image
 * @param pixels unsigned bytes, image after image, each (channels, height, width)
 * @param labels one for each image
 * @param classNames the meaning of label 0, 1, …
 */
public record Images(
    String name,
    boolean generated,
    ImageShape shape,
    byte[] pixels,
    int[] labels,
    List<String> classNames) {
  /** Checks that all fit together. */
  public Images {
    Objects.requireNonNull(name);
    classNames = List.copyOf(classNames);
    if ((long) labels.length * shape.size() != pixels.length) {
      throw new IllegalArgumentException(
          labels.length + " labels do not fit " + pixels.length + " bytes of " + shape);
    }
    for (int label : labels) {
      if (label < 0 || label >= classNames.size()) {
        throw new IllegalArgumentException(
            "the label " + label + " is none of the " + classNames.size() + " classes");
      }
    }
  }

  /** Returns how many images there are. */
  public int count() {
    return labels.length;
  }

  /** Returns where the pixels of an image start. */
  public int start(int image) {
    return image * shape.size();
  }

  /** Returns a copy of the pixels of an image: unsigned, (channels, height, width). */
  public byte[] pixels(int image) {
    return Arrays.copyOfRange(pixels, start(image), start(image + 1));
  }

  /** Returns an image to look at. */
  public BufferedImage image(int image) {
    int plane = shape.plane();
    int start = start(image);
    // RGB for grey images too: Java would apply a gamma curve when it converts its grey type.
    var result = new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_INT_RGB);
    int[] rgb = new int[plane];
    for (int p = 0; p < plane; p++) {
      int red = pixels[start + p] & 0xff;
      int green = shape.channels() == 1 ? red : pixels[start + plane + p] & 0xff;
      int blue = shape.channels() == 1 ? red : pixels[start + 2 * plane + p] & 0xff;
      rgb[p] = red << 16 | green << 8 | blue;
    }
    result.getRaster().setDataElements(0, 0, shape.width(), shape.height(), rgb);
    return result;
  }

  /** Returns one line: name, number and size of the images, classes. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s: %,d images %s, %d classes", name, count(), shape, classNames.size());
  }
}
