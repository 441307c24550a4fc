package demitasse.data.preprocessing;

import demitasse.data.image.ImageShape;
import demitasse.data.image.Interpolation;
import demitasse.data.image.PixelCounts;
import java.util.random.RandomGenerator;

/**
 * One step between the bytes of an image and what a model sees. Steps are named as Keras names its
 * preprocessing layers and are applied in the order in which a set is given them; the first one
 * receives the pixel values 0 to 255.
 *
 * <p>An implementation is immutable and takes whatever is random from the generator it is given, so
 * that a batch can be built again from its seed.
 */
public interface Preprocessing {
  /** Returns the name and the settings, as a summary shows them. */
  String name();

  /**
   * Returns the shape that this step makes of images of the given shape.
   *
   * @throws IllegalArgumentException if it cannot work on such images
   */
  default ImageShape outputShape(ImageShape input) {
    return input;
  }

  /** Tells whether this step only makes sense on the pixel values 0 to 255. */
  default boolean needsPixelValues() {
    return false;
  }

  /** Tells whether pixel values from 0 to 255 stay in this range and keep their meaning. */
  default boolean keepsPixelValues() {
    return true;
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

  /**
   * Tells an exporter what this step computes.
   *
   * @param shape of one image before it
   * @param x the images before it
   * @return the images after it; {@code x} if the step is for training only
   * @throws UnsupportedOperationException unless an implementation says what it computes
   */
  default <T> T export(StepExporter<T> to, ImageShape shape, T x) {
    throw new UnsupportedOperationException(
        name() + " does not say what it computes, so it cannot be exported");
  }

  /** Multiplies every value: {@code rescaling(1 / 255f)} maps bytes to 0 … 1. */
  static Preprocessing rescaling(float scale) {
    return rescaling(scale, 0);
  }

  /** Multiplies every value and adds an offset: {@code (1 / 127.5f, -1)} maps bytes to -1 … 1. */
  static Preprocessing rescaling(float scale, float offset) {
    return new Rescaling(scale, offset);
  }

  /**
   * Does what Keras' {@code preprocess_input} does for ResNet50 in its "caffe" mode: RGB becomes
   * BGR, and the ImageNet means 103.939, 116.779 and 123.68 are subtracted from blue, green and
   * red. Nothing is divided.
   */
  static Preprocessing caffe() {
    return Standardization.caffe();
  }

  /**
   * Does what Keras' {@code preprocess_input} does in its "torch" mode, and torchvision for its
   * weights: RGB from 0 to 1 is standardized by ImageNet's means, 0.485, 0.456 and 0.406, and
   * deviations, 0.229, 0.224 and 0.225.
   */
  static Preprocessing torch() {
    return Standardization.torch();
  }

  /**
   * Standardises with the mean and the standard deviation that each channel has over the whole of
   * {@code set}: usually the training part, for all parts.
   */
  static Preprocessing normalization(PixelCounts set) {
    return Standardization.of(set);
  }

  /** Swaps red and blue. */
  static Preprocessing bgr() {
    return new ChannelSwap();
  }

  /** Resizes with half-pixel centres and without antialiasing, as {@code tf.image.resize} does. */
  static Preprocessing resizing(int height, int width, Interpolation interpolation) {
    return new Resizing(height, width, interpolation);
  }

  /** Mirrors left and right with probability 1/2: for training only. */
  static Preprocessing randomFlip() {
    return new RandomFlip();
  }

  /**
   * Adds {@code padding} rows and columns of zeros on every side and cuts out the former size at a
   * random place: for training only.
   */
  static Preprocessing randomCrop(int padding) {
    return new RandomCrop(padding);
  }

  /**
   * Adds a number of its own to each value, for training only: {@code gaussianNoise(0.3)} behind a
   * rescaling to 0 … 1. Nothing is cut off.
   *
   * @param deviation standard deviation of these numbers, whose mean is 0
   * @throws IllegalArgumentException if it is negative
   */
  static Preprocessing gaussianNoise(double deviation) {
    return new GaussianNoise((float) deviation);
  }
}
