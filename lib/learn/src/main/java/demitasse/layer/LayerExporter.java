package demitasse.layer;

import ai.djl.ndarray.types.Shape;

/**
 * Receives what a layer computes when it does not learn, operation by operation, so that it can be
 * written down in another form: a file that other tools run, another library's code. {@link
 * Network#export} hands it the layers of a model.
 *
 * <p>Images are (batch, channels, height, width), and weights have the shapes that their layers
 * give.
 *
 * @param <T> a value, the result of an operation
 */
public interface LayerExporter<T> {
  /**
   * W x + b.
   *
   * @param weight W, shape (units, inputs)
   * @param bias b, shape (units)
   */
  T dense(T x, Weight weight, Weight bias);

  /**
   * A convolution.
   *
   * @param weight shape (filters, channels, kernel, kernel)
   * @param bias shape (filters)
   * @param strides by how many pixels the filters move
   * @param border zeros around the image
   */
  T convolution(T x, Weight weight, Weight bias, int strides, Border border);

  /**
   * A transposed convolution.
   *
   * @param weight shape (filters, kernel, kernel, channels)
   * @param bias shape (filters)
   * @param strides distance in the output between two neighbouring pixels of the input
   * @param cut what is cut off the result
   * @param added rows and columns that are added at the bottom and at the right, where no filter
   *     reaches
   */
  T transposedConvolution(T x, Weight weight, Weight bias, int strides, Border cut, int added);

  /**
   * γ (x - mean) / √(variance + ε) + β, channel by channel.
   *
   * @param gamma shape (channels), as the other weights
   */
  T batchNormalization(T x, Weight gamma, Weight beta, Weight mean, Weight variance, float epsilon);

  /**
   * The largest value under a window, channel by channel.
   *
   * @param size side of the window
   * @param strides by how many pixels it moves
   * @param border around the image, of values that are never the largest
   */
  T maxPooling(T x, int size, int strides, Border border);

  /** The mean of each channel: (batch, channels). */
  T channelMeans(T x);

  /** Zeros around an image. */
  T zeroPadding(T x, Border border);

  /**
   * The same numbers in another shape.
   *
   * @param shape without the batch dimension
   */
  T reshape(T x, Shape shape);

  /** The sum of two values of the same shape. */
  T add(T a, T b);

  /** An activation; called once for each layer, as its last operation, even if it is linear. */
  T activation(T x, Activation activation);
}
