package demitasse.layer;

import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * The layers, for a static import: {@code dense(64, RELU)}. Names and defaults are Keras'; the
 * settings that differ are given behind: {@code conv2d(64, 3, RELU).strides(2).padding(SAME)}.
 *
 * <p>Images are (channels, height, width) everywhere, where Keras has (height, width, channels).
 */
public final class Layers {
  private Layers() {}

  /**
   * Returns a fully connected layer: (inputs) becomes (units).
   *
   * @throws IllegalArgumentException if {@code units} is less than 1
   */
  public static Dense dense(int units, Activation activation) {
    return new Dense(units, activation);
  }

  /**
   * Returns a convolution: (channels, height, width) becomes (filters, height', width').
   *
   * @param kernel side of the square filters
   * @throws IllegalArgumentException if a number is less than 1
   */
  public static Conv2d conv2d(int filters, int kernel, Activation activation) {
    return new Conv2d(filters, kernel, activation);
  }

  /**
   * Returns a transposed convolution: (channels, height, width) becomes (filters, height', width').
   *
   * @param kernel side of the square filters
   * @throws IllegalArgumentException if a number is less than 1
   */
  public static Conv2dTranspose conv2dTranspose(int filters, int kernel, Activation activation) {
    return new Conv2dTranspose(filters, kernel, activation);
  }

  /** Returns a batch normalization: the shape stays. */
  public static BatchNormalization batchNormalization() {
    return new BatchNormalization();
  }

  /**
   * Returns a max pooling: (channels, height, width) becomes (channels, height', width').
   *
   * @param poolSize side of the square window, and its strides
   */
  public static MaxPooling2d maxPooling2d(int poolSize) {
    return new MaxPooling2d(poolSize);
  }

  /** Returns the mean over height and width: (channels, height, width) becomes (channels). */
  public static Layer globalAveragePooling2d() {
    return new GlobalAveragePooling2d();
  }

  /** Returns a border of zeros: height and width grow by 2 · {@code width}. */
  public static Layer zeroPadding2d(int width) {
    return new ZeroPadding2d(width);
  }

  /**
   * Returns a dropout: the shape stays.
   *
   * @param rate probability with which a number is set to zero in training, 0 ≤ rate &lt; 1
   */
  public static Layer dropout(double rate) {
    return new Dropout((float) rate);
  }

  /** Returns a flattening: any shape becomes a vector. */
  public static Layer flatten() {
    return new Flatten();
  }

  /**
   * Returns a change of shape.
   *
   * @param shape of one output, such as 64, 7, 7
   */
  public static Layer reshape(long... shape) {
    return new Reshape(new Shape(shape));
  }

  /** Returns an activation as a layer of its own: the shape stays. */
  public static Layer activation(Activation activation) {
    return new ActivationLayer(activation);
  }

  /**
   * Returns the sum of what the layers make of the input and of what the shortcut makes of it.
   *
   * @param layers F, at least one
   * @param shortcut none for the identity; else layers that bring the input to the shape of F's
   *     output
   */
  public static Layer residual(List<Layer> layers, List<Layer> shortcut) {
    return new Residual(layers, shortcut);
  }
}
