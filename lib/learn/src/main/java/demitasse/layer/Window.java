package demitasse.layer;

import ai.djl.ndarray.types.Shape;

/**
 * A square window that moves over an image.
 *
 * @param size its side
 * @param strides by how much it moves
 * @param padding what happens at the edge
 * @param width of the border that is added on all four sides before
 */
record Window(int size, int strides, Padding padding, int width) {
  Window {
    if (size < 1 || strides < 1) {
      throw new IllegalArgumentException(
          "a window needs a size and strides of at least 1, not " + size + " and " + strides);
    }
    if (width < 0) {
      throw new IllegalArgumentException("a border cannot be " + width + " wide");
    }
  }

  Window(int size, int strides, Padding padding) {
    this(size, strides, padding, 0);
  }

  Window strides(int strides) {
    return new Window(size, strides, padding, width);
  }

  Window padding(Padding padding) {
    return new Window(size, strides, padding, 0);
  }

  Window padding(int width) {
    return new Window(size, strides, Padding.VALID, width);
  }

  /** Tells whether the places of the window lie side by side. */
  boolean isTile() {
    return size == strides;
  }

  /**
   * Returns how many places the window takes.
   *
   * @param shape of the image, (channels, height, width)
   * @return (height, width)
   */
  Shape places(Shape shape) {
    requireImage(shape);
    for (int side = 1; side <= 2 && padding == Padding.VALID; side++) {
      long pixels = shape.get(side) + 2L * width;
      if (pixels < size) {
        throw new IllegalArgumentException(
            "a window of %d does not fit into %d pixels: the input is %s"
                .formatted(size, pixels, ofImage(shape)));
      }
    }
    return new Shape(places(shape.get(1)), places(shape.get(2)));
  }

  private long places(long n) {
    if (padding == Padding.SAME) {
      return (n + strides - 1) / strides;
    }
    long pixels = n + 2L * width;
    return (pixels - size) / strides + 1;
  }

  /** Says which number of a shape is what, and what is probably meant. */
  private static String ofImage(Shape shape) {
    String text =
        "%d channel%s of %d × %d pixels"
            .formatted(shape.get(0), shape.get(0) == 1 ? "" : "s", shape.get(1), shape.get(2));
    boolean channelsLast = shape.get(0) > shape.get(2) && shape.get(2) <= 4;
    return channelsLast
        ? "%s. Channels come first: (%d, %d, %d)"
            .formatted(text, shape.get(2), shape.get(0), shape.get(1))
        : text;
  }

  /** Returns the border that an image of (channels, height, width) needs. */
  Border border(Shape shape) {
    int height = total(shape.get(1));
    int width = total(shape.get(2));
    return new Border(height / 2, height - height / 2, width / 2, width - width / 2);
  }

  private int total(long n) {
    return padding == Padding.VALID
        ? 2 * width
        : (int) Math.max(0, (places(n) - 1) * strides + size - n);
  }

  /** Checks that a shape is that of an image. */
  static void requireImage(Shape shape) {
    if (shape.dimension() != 3) {
      throw new IllegalArgumentException(
          "the layer takes images (channels, height, width), not an input of shape " + shape);
    }
  }

  /** Returns the settings in Keras' words, beginning with the size. */
  @Override
  public String toString() {
    return "%d, strides=%d, padding=%s".formatted(size, strides, width == 0 ? padding : width);
  }
}
