package demitasse.layer;

import static demitasse.numeric.Arguments.check;
import static demitasse.numeric.Arguments.given;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The layers, for a static import: {@code dense(64, RELU)}. Names and defaults are Keras'; the
 * settings that differ are given behind: {@code conv2d(64, 3, RELU).strides(2).padding(SAME)}.
 *
 * <p>Images are (channels, height, width) everywhere, where Keras has (height, width, channels).
 */
public final class Layers {
  private Layers() {}

  /**
   * Returns what stands in front of a model's layers, where the shape of its inputs is told.
   *
   * @param shape of one input: 784 numbers, or 1, 28, 28 for an image
   * @throws IllegalArgumentException if there is no number, or one is less than 1
   */
  public static Input input(long... shape) {
    return new Input(shape(shape));
  }

  /**
   * Returns a fully connected layer: (inputs) becomes (units).
   *
   * @throws IllegalArgumentException if {@code units} is less than 1
   */
  public static Dense dense(int units, Activation activation) {
    return new Dense(null, units, activation, Initializer.GLOROT_UNIFORM);
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
    return new BatchNormalization(null, 0.99f, 1e-3f);
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
    return new GlobalAveragePooling2d(null);
  }

  /** Returns a border of zeros: height and width grow by 2 · {@code width}. */
  public static Layer zeroPadding2d(int width) {
    return new ZeroPadding2d(null, width);
  }

  /**
   * Returns a dropout: the shape stays.
   *
   * @param rate probability with which a number is set to zero in training, 0 ≤ rate &lt; 1
   */
  public static Layer dropout(double rate) {
    return new Dropout(null, (float) rate);
  }

  /** Returns a flattening: any shape becomes a vector. */
  public static Layer flatten() {
    return new Flatten(null);
  }

  /**
   * Returns a change of shape.
   *
   * @param shape of one output, such as 64, 7, 7
   * @throws IllegalArgumentException if there is no number, or one is less than 1
   */
  public static Layer reshape(long... shape) {
    return new Reshape(null, shape(shape));
  }

  private static Shape shape(long... dimensions) {
    given(dimensions, "the shape");
    check(
        dimensions.length > 0 && LongStream.of(dimensions).allMatch(each -> each >= 1),
        "a shape needs one dimension or more, each of at least 1",
        Arrays.toString(dimensions));
    return new Shape(dimensions);
  }

  /** Returns an activation as a layer of its own: the shape stays. */
  public static Layer activation(Activation activation) {
    return new ActivationLayer(null, activation);
  }

  /**
   * Returns the sum of the input and of what the layers make of it; {@link Residual#shortcut} puts
   * layers on the input's way, too.
   *
   * @param layers at least one
   */
  public static Residual residual(Layer... layers) {
    given(layers, "the layers", "layer");
    return residual(List.of(layers));
  }

  /** Returns a residual, see {@link #residual(Layer...)}. */
  public static Residual residual(List<? extends Layer> layers) {
    return new Residual(null, layers, List.of());
  }
}
