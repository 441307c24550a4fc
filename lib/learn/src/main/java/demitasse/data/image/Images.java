package demitasse.data.image;

import static demitasse.numeric.Arguments.given;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The one copy of a data set in memory that all its views share: in the heap, or in a file that is
 * mapped into memory. Never changes after it is made, and is safe for several threads.
 */
public final class Images {
  private final String name;
  private final boolean generated;
  private final ImageShape shape;
  private final ByteBuffer pixels;
  private final int[] labels;
  private final List<String> classNames;

  /**
   * Makes the set, and checks that all fit together.
   *
   * @param name how tables and charts call the set
   * @param generated whether it is a stand-in and not the real thing
   * @param shape of every image
   * @param pixels unsigned bytes from 0 to the buffer's limit, image after image, each (channels,
   *     height, width); must not change any more
   * @param labels one for each image; not copied
   * @param classNames the meaning of label 0, 1, …
   * @throws IllegalArgumentException if they do not fit together
   */
  public Images(
      String name,
      boolean generated,
      ImageShape shape,
      ByteBuffer pixels,
      int[] labels,
      List<String> classNames) {
    this.name = given(name, "the name");
    this.generated = generated;
    this.shape = given(shape, "the shape");
    this.pixels = given(pixels, "the pixels");
    this.labels = given(labels, "the labels");
    given(classNames, "the names of the classes", "name");
    this.classNames = List.copyOf(classNames);
    if ((long) labels.length * shape.size() != pixels.limit()) {
      throw new IllegalArgumentException(
          labels.length + " labels do not fit " + pixels.limit() + " bytes of " + shape);
    }
    Set<String> names = new HashSet<>();
    for (String each : classNames) {
      if (!names.add(each)) {
        throw new IllegalArgumentException("two classes are called \"" + each + "\"");
      }
    }
    for (int label : labels) {
      if (label < 0 || label >= classNames.size()) {
        throw new IllegalArgumentException(
            "the label " + label + " is none of the " + classNames.size() + " classes");
      }
    }
  }

  /** Makes a set of pixels in the heap, which are not copied. */
  public Images(
      String name,
      boolean generated,
      ImageShape shape,
      byte[] pixels,
      int[] labels,
      List<String> classNames) {
    this(name, generated, shape, ByteBuffer.wrap(given(pixels, "the pixels")), labels, classNames);
  }

  /** Returns how tables and charts call the set. */
  public String name() {
    return name;
  }

  /** Tells whether this is a stand-in and not the real thing. */
  public boolean generated() {
    return generated;
  }

  /** Returns the shape of every image. */
  public ImageShape shape() {
    return shape;
  }

  /** Returns the labels, one for each image; not a copy. */
  public int[] labels() {
    return labels;
  }

  /** Returns the meaning of label 0, 1, …. */
  public List<String> classNames() {
    return classNames;
  }

  /** Returns how many images there are. */
  public int count() {
    return labels.length;
  }

  /** Returns the same images with other labels and other classes. */
  public Images with(int[] otherLabels, List<String> otherNames) {
    return new Images(name, generated, shape, pixels, otherLabels, otherNames);
  }

  /** Returns a copy of the pixels of an image: unsigned, (channels, height, width). */
  public byte[] pixels(int image) {
    byte[] copy = new byte[shape.size()];
    read(image, copy);
    return copy;
  }

  /** Copies the pixels of an image into an array of the size of its shape. */
  public void read(int image, byte[] into) {
    pixels.get(image * shape.size(), into);
  }

  /**
   * Returns an image to look at.
   *
   * @throws IllegalStateException if the images have neither one channel nor three
   */
  public BufferedImage image(int image) {
    if (shape.channels() != 1 && shape.channels() != 3) {
      throw new IllegalStateException(
          "images of "
              + shape.channels()
              + " channels cannot be shown: grey has 1, colours have 3");
    }
    int plane = shape.plane();
    byte[] stored = pixels(image);
    // RGB for grey images too: Java would apply a gamma curve when it converts its grey type.
    var result = new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_INT_RGB);
    int[] rgb = new int[plane];
    for (int p = 0; p < plane; p++) {
      int red = stored[p] & 0xff;
      int green = shape.channels() == 1 ? red : stored[plane + p] & 0xff;
      int blue = shape.channels() == 1 ? red : stored[2 * plane + p] & 0xff;
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
