package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Objects;

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
  private final Parameter weight = addParameter("weight", Parameter.Type.WEIGHT);
  private final Parameter bias = addParameter("bias", Parameter.Type.BIAS);
  private Window window;
  private Initialization initialization = Initialization.GLOROT_UNIFORM;

  Conv2d(int filters, int kernel, Activation activation) {
    super("Conv2D", activation);
    if (filters < 1) {
      throw new IllegalArgumentException("a convolution needs at least 1 filter, not " + filters);
    }
    this.filters = filters;
    this.window = new Window(kernel, 1, Padding.VALID);
  }

  /** Sets by how many pixels the filters move. */
  public Conv2d strides(int strides) {
    requireFree();
    window = window.strides(strides);
    return this;
  }

  /** Sets what happens at the edge. */
  public Conv2d padding(Padding padding) {
    requireFree();
    window = window.padding(Objects.requireNonNull(padding));
    return this;
  }

  /**
   * Sets a border of zeros of this width on all four sides, in place of {@code valid} or {@code
   * same}: n becomes ⌊(n + 2 · width - k) / stride⌋ + 1. In Keras this is a {@code ZeroPadding2D}
   * in front. With strides of 2 it is quicker than {@code same}, whose border is wider on one side
   * and so costs two copies of the images.
   *
   * @throws IllegalArgumentException if the width is negative
   */
  public Conv2d padding(int width) {
    requireFree();
    window = window.padding(width);
    return this;
  }

  /** Sets how the weights start. */
  public Conv2d initialization(Initialization initialization) {
    requireFree();
    this.initialization = Objects.requireNonNull(initialization);
    return this;
  }

  @Override
  protected Shape outputShape(Shape input) {
    return new Shape(filters).addAll(window.places(input));
  }

  @Override
  protected void prepareParameters(Shape input) {
    weight.setShape(new Shape(filters, input.get(0), window.size(), window.size()));
    bias.setShape(new Shape(filters));
  }

  @Override
  protected double weightRange() {
    long area = (long) window.size() * window.size();
    return initialization.range(area * weight.getShape().get(1), area * filters);
  }

  @Override
  protected NDArray call(Pass pass, NDArray x) {
    Border border = window.border(x.getShape().slice(1));
    boolean symmetric = border.isSymmetric();
    long channels = x.getShape().get(1);
    NDArray given = inEights(filters, channels) ? Operations.unblocked(x) : x;
    NDArray y =
        Convolution.of(
            symmetric ? given : border.around(given, 0),
            pass.value(weight, x),
            pass.value(bias, x),
            window.strides(),
            symmetric ? border.symmetric() : new Shape(0, 0));
    return inEights(channels, filters) ? Operations.unblocked(y) : y;
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
