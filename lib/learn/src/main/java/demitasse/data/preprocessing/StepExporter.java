package demitasse.data.preprocessing;

import demitasse.data.image.ImageShape;
import demitasse.data.image.Interpolation;

/**
 * Receives what the steps between pixel values and a model's input compute, one after the other, so
 * that they can be written down in another form, such as a file that other tools run. Steps that
 * are for training only are left out.
 *
 * @param <T> images, (batch, channels, height, width) unless a method says otherwise
 */
public interface StepExporter<T> {
  /** Every value multiplied by a factor, and an offset added. */
  T rescaled(T x, float scale, float offset);

  /**
   * (value - mean) / deviation.
   *
   * @param mean of each channel
   * @param deviation of each channel
   */
  T standardized(T x, float[] mean, float[] deviation);

  /** The channels in the opposite order. */
  T channelsReversed(T x);

  /**
   * Another size.
   *
   * @param from the size before
   */
  T resized(T x, ImageShape from, int height, int width, Interpolation interpolation);

  /** (batch, height, width, channels) in place of (batch, channels, height, width). */
  T channelsLast(T x);

  /**
   * Each image as a vector: (batch, size).
   *
   * @param size how many numbers an image has
   */
  T flat(T x, int size);
}
