package demitasse.engine;

import ai.djl.mxnet.engine.MxNDArray;
import ai.djl.mxnet.jna.LibUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The memory in which an engine keeps the numbers of an array.
 *
 * <p>DJL hands numbers over in buffers of Java's own: a copy on MXNet, and on PyTorch a buffer that
 * the array works on and that only the garbage collector frees. Here they are written and read in
 * the array's memory itself, which goes when the array is closed.
 */
public final class ArrayMemory {
  private ArrayMemory() {}

  /** What of MXNet's C interface DJL does not pass on. */
  private static final class Mxnet {
    static {
      // Loaded as DJL does, for itself alone (RTLD_LAZY without RTLD_GLOBAL): it brings a JPEG
      // library along, which the one of Java's ImageIO would else be mixed up with.
      Map<String, Integer> options =
          Platform.isLinux() ? Map.of(Library.OPTION_OPEN_FLAGS, 1) : Map.of();
      Native.register(Mxnet.class, NativeLibrary.getInstance(LibUtils.getLibName(), options));
    }

    private Mxnet() {}

    /** Waits for all operations that read or write an array and are not done yet. */
    static native int MXNDArrayWaitToWrite(Pointer array);

    /** Brings the numbers into the order of their shape, and tells where they lie. */
    static native int MXNDArrayGetData(Pointer array, long[] address);
  }

  /**
   * Makes a float32 array.
   *
   * @param manager owns the array
   * @param fill writes all its numbers, in the order of the shape, row by row
   * @throws IllegalArgumentException if it would be larger than 2 GB
   */
  public static NDArray create(NDManager manager, Shape shape, Consumer<FloatBuffer> fill) {
    requireAddressable(shape);
    NDArray array = manager.create(shape, DataType.FLOAT32);
    fill.accept(of(array));
    return array;
  }

  /**
   * Returns the numbers of an array where they lie: nothing is copied, and what is written is what
   * the array holds. The exception is a view of PyTorch's in another order than its numbers lie in,
   * such as a transposed array: of that it is a copy, to be read only.
   *
   * <p>The buffer is to be used at once: it dangles as soon as the array is closed, and the
   * engine's next operation on the array may move the numbers elsewhere.
   *
   * @param array float32, of any shape
   * @return as many numbers as the array has, in the order of its shape, row by row
   * @throws IllegalArgumentException if the array holds other numbers, or is larger than 2 GB
   */
  public static FloatBuffer of(NDArray array) {
    if (array.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException("not float32 but " + array.getDataType());
    }
    requireAddressable(array.getShape());
    return bytes(array).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  private static ByteBuffer bytes(NDArray array) {
    if (!Engines.isMxnet(array)) {
      return array.toByteBuffer(/* tryDirect= */ true);
    }
    Pointer handle = ((MxNDArray) array).getHandle();
    long[] address = new long[1];
    // Where MXNet works on threads of its own, its answer to the second alone comes too early.
    if (Mxnet.MXNDArrayWaitToWrite(handle) != 0 || Mxnet.MXNDArrayGetData(handle, address) != 0) {
      throw new IllegalStateException("MXNet does not tell where " + array.getShape() + " lies");
    }
    return new Pointer(address[0]).getByteBuffer(0, array.size() * Float.BYTES);
  }

  private static void requireAddressable(Shape shape) {
    if (shape.size() * Float.BYTES > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "an array of " + shape + " is larger than 2 GB; in batches, take smaller ones");
    }
  }
}
