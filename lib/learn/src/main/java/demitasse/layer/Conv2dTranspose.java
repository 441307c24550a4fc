package demitasse.layer;

import static demitasse.numeric.Arguments.given;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import demitasse.engine.Engines;

/**
 * A transposed convolution: every pixel of the input is multiplied with a filter and laid down in
 * the output, where the copies add up. It is the transpose (adjoint) of a convolution's linear map,
 * so it restores the shape that a convolution changed, not the values.
 *
 * <p>(batch, channels, height, width) becomes (batch, filters, height · strides, width · strides)
 * with padding {@code same}; parameters: filters · (kernel² · channels + 1). The weights have the
 * shape (filters, kernel, kernel, channels). Unless set, strides are 1, the padding is {@code
 * valid}, and the weights start glorot-uniform.
 *
 * <p>Dumoulin and Visin: A guide to convolution arithmetic for deep learning, 2016, chapter 4.
 */
public final class Conv2dTranspose extends Layer {
  private final int filters;
  private final Window window;
  private final Initializer initializer;
  private Weight weight;
  private Weight bias;

  Conv2dTranspose(int filters, int kernel, Activation activation) {
    this(
        null,
        filters,
        new Window(kernel, 1, Padding.VALID),
        activation,
        Initializer.GLOROT_UNIFORM);
  }

  private Conv2dTranspose(
      String name, int filters, Window window, Activation activation, Initializer initializer) {
    super("Conv2DTranspose", name, activation);
    if (filters < 1) {
      throw new IllegalArgumentException("a convolution needs at least 1 filter, not " + filters);
    }
    this.filters = filters;
    this.window = window;
    this.initializer = given(initializer, "the initializer");
  }

  private Conv2dTranspose with(Window window) {
    return new Conv2dTranspose(
        givenName().orElse(null), filters, window, activation(), initializer);
  }

  @Override
  public Conv2dTranspose name(String name) {
    return new Conv2dTranspose(name, filters, window, activation(), initializer);
  }

  @Override
  protected String settings() {
    return "filters=" + filters + ", kernel_size=" + window;
  }

  /**
   * Returns the same, with a filter that moves by so many pixels of the output for each of the
   * input.
   */
  public Conv2dTranspose strides(int strides) {
    return with(window.strides(strides));
  }

  /**
   * Returns the same, where what stands out beyond {@code size · strides} is cut off (same) or not.
   */
  public Conv2dTranspose padding(Padding padding) {
    return with(window.padding(given(padding, "the padding")));
  }

  /** Returns the same, with weights that start so. */
  public Conv2dTranspose initializer(Initializer initializer) {
    return new Conv2dTranspose(
        givenName().orElse(null), filters, window, activation(), initializer);
  }

  /** How far the copies of a filter reach into their neighbours. */
  private int overlap() {
    return Math.max(window.size() - window.strides(), 0);
  }

  /**
   * Returns what is cut off: an even overlap on both sides alike, of an odd one more at the end.
   */
  private Border cut() {
    int cut = window.padding() == Padding.SAME ? overlap() : 0;
    return new Border(cut / 2, cut - cut / 2, cut / 2, cut - cut / 2);
  }

  private long outputSize(long n) {
    return n * window.strides() + (window.padding() == Padding.VALID ? overlap() : 0);
  }

  @Override
  protected Shape outputShape(Shape input) {
    Window.requireImage(input);
    return new Shape(filters, outputSize(input.get(1)), outputSize(input.get(2)));
  }

  @Override
  protected void declareWeights(Shape input) {
    long side = window.size();
    long channels = input.get(0);
    // Keras counts both fans as for the convolution of which this is the transpose.
    weight =
        addWeight(
            "weight",
            new Shape(filters, side, side, channels),
            initializer.start(side * side * filters, side * side * channels));
    bias = addWeight("bias", new Shape(filters), new Start.Constant(0));
  }

  @Override
  protected NDArray call(Pass pass, NDArray x) {
    NDArray w = pass.value(weight);
    NDArray b = pass.value(bias);
    if (!window.isTile()) {
      return overlapping(x, w, b);
    }
    return Engines.isMxnet(x) ? tiles(x, w, b) : Tiles.transposed(x, w, b, window.size());
  }

  @Override
  protected <T> T export(LayerExporter<T> to, T x) {
    int added = Math.max(window.strides() - window.size(), 0);
    return to.transposedConvolution(x, weight, bias, window.strides(), cut(), added);
  }

  /**
   * Where kernel = strides the copies lie side by side: a matrix product makes each tile of a
   * pixel's channels, and the tiles are put in their places. The engines' own operation cannot be
   * used: DJL gives MXNet's the wrong number of filters, and does not offer PyTorch's.
   *
   * <p>The columns of the tiles are put in their places before the rows, because each of the two
   * steps moves axes of four, which is much faster than to move all six at once.
   */
  private NDArray tiles(NDArray x, NDArray w, NDArray b) {
    long k = window.size();
    long height = x.getShape().get(2);
    long width = x.getShape().get(3);
    NDArray column = Tiles.scoped(b.reshape(filters, 1), x);
    NDArray repeated = Tiles.scoped(column.broadcast(filters, k * k), x);
    NDArray biases = repeated.reshape(filters * k * k);
    NDArray filter = Tiles.scoped(w.reshape(filters * k * k, x.getShape().get(1), 1, 1), x);
    NDArray tiles = Convolution.of(x, filter, biases, 1, new Shape(0, 0));
    NDArray columns = Operations.reshape(tiles, new Shape(-1, k, height, width));
    NDArray wide = Operations.transpose(columns, 0, 2, 3, 1);
    NDArray rows = Operations.reshape(wide, new Shape(-1, k, height, width * k));
    NDArray image = Operations.transpose(rows, 0, 2, 1, 3);
    return Operations.reshape(image, new Shape(-1, filters, height * k, width * k));
  }

  /** In general: the pixels are moved apart, and a turned filter is convolved over them. */
  private NDArray overlapping(NDArray x, NDArray w, NDArray b) {
    int before = window.size() - 1 - cut().top();
    int after = overlap() - cut().bottom();
    NDArray apart = new Border(before, after, before, after).around(spread(x), 0);
    NDArray turned = Tiles.scoped(w.transpose(0, 3, 1, 2), x).flip(2, 3);
    return Convolution.of(apart, turned, b, 1, new Shape(0, 0));
  }

  /** Puts strides - 1 zeros behind each pixel, in both directions. */
  private NDArray spread(NDArray x) {
    int zeros = window.strides() - 1;
    if (zeros == 0) {
      return x;
    }
    Shape shape = x.getShape();
    long height = shape.get(2) * window.strides();
    long width = shape.get(3) * window.strides();
    NDArray columns = behind(x.reshape(shape.add(1)), 4, zeros);
    NDArray wide = columns.reshape(shape.get(0), shape.get(1), shape.get(2), 1, width);
    return behind(wide, 3, zeros).reshape(shape.get(0), shape.get(1), height, width);
  }

  private static NDArray behind(NDArray x, int axis, int zeros) {
    long[] shape = x.getShape().getShape().clone();
    shape[axis] = zeros;
    NDArray none = x.getManager().zeros(new Shape(shape));
    return NDArrays.concat(new NDList(x, none), axis);
  }
}
