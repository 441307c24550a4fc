package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.PairList;
import demitasse.engine.Engines;

/**
 * Operations of which MXNet has two: those of its NumPy interface, which DJL calls, and older ones
 * that go to oneDNN. On the arrays of a batch the older ones are 2 to 10 times faster (measured in
 * bench/README.md). Other engines have one of each, and it is fast.
 */
final class Operations {
  private Operations() {}

  /** Returns a + b, both of the same shape. */
  static NDArray add(NDArray a, NDArray b) {
    return Engines.isMxnet(a) ? invoke("elemwise_add", new NDList(a, b)) : a.add(b);
  }

  /** Returns a · b, element by element, both of the same shape. */
  static NDArray multiply(NDArray a, NDArray b) {
    return Engines.isMxnet(a) ? invoke("elemwise_mul", new NDList(a, b)) : a.mul(b);
  }

  /** Returns the same numbers in another shape. */
  static NDArray reshape(NDArray x, Shape shape) {
    return Engines.isMxnet(x) ? invoke("Reshape", new NDList(x), "shape", shape) : x.reshape(shape);
  }

  /** Returns the same numbers without the blocks of channels in which oneDNN may keep them. */
  static NDArray unblocked(NDArray x) {
    return Engines.isMxnet(x) ? reshape(x, x.getShape()) : x;
  }

  /** Returns x with its axes in another order; at most four axes, oneDNN's limit here. */
  static NDArray transpose(NDArray x, int... axes) {
    return Engines.isMxnet(x)
        ? invoke("transpose", new NDList(x), "axes", tuple(axes))
        : x.transpose(axes);
  }

  /**
   * Returns images with a border around them, on MXNet.
   *
   * @param x shape (batch, channels, height, width)
   */
  static NDArray pad(NDArray x, Border border, float value) {
    String width = tuple(0, 0, 0, 0, border.top(), border.bottom(), border.left(), border.right());
    return invoke(
        "Pad", new NDList(x), "mode", "constant", "pad_width", width, "constant_value", value);
  }

  private static String tuple(int... numbers) {
    return new Shape(java.util.Arrays.stream(numbers).asLongStream().toArray()).toString();
  }

  private static NDArray invoke(String name, NDList arrays, Object... settings) {
    var pairs = new PairList<String, Object>();
    for (int i = 0; i < settings.length; i += 2) {
      pairs.add((String) settings[i], settings[i + 1]);
    }
    return arrays.head().getManager().invoke(name, arrays, pairs).singletonOrThrow();
  }
}
