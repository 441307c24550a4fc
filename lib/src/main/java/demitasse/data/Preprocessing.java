package demitasse.data;

import java.util.random.RandomGenerator;

/**
 * One step between the bytes of an image and what a model sees. Steps are named as Keras names its
 * preprocessing layers and stand in the order in which they are given to {@link
 * ImageSet#preprocess}; the first one receives the pixel values 0 to 255.
 *
 * <p>An implementation is immutable and takes whatever is random from the generator it is given, so
 * that a batch can be built again from its seed.
 */
public interface Preprocessing {
  /** Returns the name and the settings, as a summary shows them. */
  String name();

  /** Returns the shape that this step makes of images of the given shape. */
  default ImageShape outputShape(ImageShape input) {
    return input;
  }

  /**
   * Processes one image.
   *
   * @param image its values, (channels, height, width); may be longer than the image
   * @param shape of the image
   * @param result receives the values, (channels, height, width) of {@link #outputShape}
   * @param random decides whatever is random
   */
  void apply(float[] image, ImageShape shape, float[] result, RandomGenerator random);

  /** Multiplies every value: {@code rescaling(1 / 255f)} maps bytes to 0 … 1. */
  static Preprocessing rescaling(float scale) {
    return new Rescaling(scale, 0);
  }

  /** Multiplies every value and adds an offset: {@code (1 / 127.5f, -1)} maps bytes to -1 … 1. */
  static Preprocessing rescaling(float scale, float offset) {
    return new Rescaling(scale, offset);
  }
}
