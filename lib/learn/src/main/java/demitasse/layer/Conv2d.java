package demitasse.layer;

import static demitasse.numeric.Arguments.given;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import demitasse.engine.Engines;

/**
 * A convolution: each filter is laid on every place of the image, multiplied with what lies under
 * it, and summed up.
 *
 * <p>(batch, channels, height, width) becomes (batch, filters, height', width'); the weights have
 * the shape (filters, channels, kernel, kernel); parameters: filters · (kernel² · channels + 1).
 * Unless set, strides are 1, the padding is {@code valid}, and the weights start glorot-uniform.
 */
public final class Conv2d extends Layer {
  private final int filters;
  private final Window window;
  private final Initializer initializer;
  private Weight weight;
  private Weight bias;

  Conv2d(int filters, int kernel, Activation activation) {
    this(
        null,
        filters,
        new Window(kernel, 1, Padding.VALID),
        activation,
        Initializer.GLOROT_UNIFORM);
  }

  private Conv2d(
      String name, int filters, Window window, Activation activation, Initializer initializer) {
    super("Conv2D", name, activation);
    if (filters < 1) {
      throw new IllegalArgumentException("a convolution needs at least 1 filter, not " + filters);
    }
    this.filters = filters;
    this.window = window;
    this.initializer = given(initializer, "the initializer");
  }

  private Conv2d with(Window window) {
    return new Conv2d(givenName().orElse(null), filters, window, activation(), initializer);
  }

  @Override
  public Conv2d name(String name) {
    return new Conv2d(name, filters, window, activation(), initializer);
  }

  @Override
  protected String settings() {
    return "filters=" + filters + ", kernel_size=" + window;
  }

  /** Returns the same, with filters that move by so many pixels. */
  public Conv2d strides(int strides) {
    return with(window.strides(strides));
  }

  /** Returns the same, with this border. */
  public Conv2d padding(Padding padding) {
    return with(window.padding(given(padding, "the padding")));
  }

  /**
   * Returns the same, with a border of zeros of this width on all four sides, in place of {@code
   * valid} or {@code same}: n becomes ⌊(n + 2 · width - k) / stride⌋ + 1. In Keras this is a {@code
   * ZeroPadding2D} in front. With strides of 2 it is quicker than {@code same}, whose border is
   * wider on one side and so costs two copies of the images.
   *
   * @throws IllegalArgumentException if the width is negative
   */
  public Conv2d padding(int width) {
    return with(window.padding(width));
  }

  /** Returns the same, with weights that start so. */
  public Conv2d initializer(Initializer initializer) {
    return new Conv2d(givenName().orElse(null), filters, window, activation(), initializer);
  }

  @Override
  protected Shape outputShape(Shape input) {
    return new Shape(filters).addAll(window.places(input));
  }

  @Override
  protected void declareWeights(Shape input) {
    long side = window.size();
    long channels = input.get(0);
    weight =
        addWeight(
            "weight",
            new Shape(filters, channels, side, side),
            initializer.start(side * side * channels, side * side * filters));
    bias = addWeight("bias", new Shape(filters), new Start.Constant(0));
  }

  @Override
  protected NDArray call(Pass pass, NDArray x) {
    Border border = window.border(x.getShape().slice(1));
    if (isTiled(x, border)) {
      return Tiles.convolution(x, pass.value(weight), pass.value(bias), window.size());
    }
    boolean symmetric = border.isSymmetric();
    long channels = x.getShape().get(1);
    NDArray given = inEights(filters, channels) ? Operations.unblocked(x) : x;
    NDArray y =
        Convolution.of(
            symmetric ? given : border.around(given, 0),
            pass.value(weight),
            pass.value(bias),
            window.strides(),
            symmetric ? border.symmetric() : new Shape(0, 0));
    return inEights(channels, filters) ? Operations.unblocked(y) : y;
  }

  @Override
  protected <T> T export(LayerExporter<T> to, T x) {
    return to.convolution(x, weight, bias, window.strides(), window.border(inputShape()));
  }

  /** Tells whether it is faster to multiply the pixels under each window. */
  private boolean isTiled(NDArray x, Border border) {
    return !Engines.isMxnet(x)
        && border.isEmpty()
        && window.isTile()
        && window.size() > 1
        && Tiles.fit(x, window.size());
  }

  /**
   * Tells whether oneDNN lays out the second number of channels in blocks of eight because the
   * first is not a multiple of sixteen, while the next layer may take blocks of sixteen. Between
   * two such, MXNet hands a batch normalization its input in the one and its gradient in the other,
   * for which oneDNN has but a plain loop on one core: 47 ms of 150 in a step of a network of 24,
   * 48, 96 and 192 channels.
   */
  private static boolean inEights(long channels, long others) {
    return channels % 16 == 8 && others % 16 == 0;
  }
}
