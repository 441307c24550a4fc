package demitasse.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Memory outside the heap in which batches are put together, used again and again.
 *
 * <p>A new direct buffer for each batch would be freed only when the garbage collector happens to
 * run, and training gives it little reason to: an epoch could leave hundreds of megabytes behind.
 */
final class Staging {
  private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();

  /** Makes a float32 array of what {@code fill} writes. */
  NDArray floats(NDManager manager, Shape shape, Consumer<FloatBuffer> fill) {
    long size = shape.size() * Float.BYTES;
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a batch of " + shape + " is larger than 2 GB; go through the set in smaller ones");
    }
    int bytes = (int) size;
    ByteBuffer buffer = free.poll();
    if (buffer == null || buffer.capacity() < bytes) {
      buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
    try {
      ByteBuffer used = buffer.slice(0, bytes).order(ByteOrder.nativeOrder());
      fill.accept(used.asFloatBuffer());
      return copy(manager, used, shape);
    } finally {
      free.add(buffer);
    }
  }

  private static NDArray copy(NDManager manager, ByteBuffer buffer, Shape shape) {
    NDArray array = manager.create(buffer, shape, DataType.FLOAT32);
    if ("MXNet".equals(manager.getEngine().getEngineName())) {
      return array; // MXNet has copied the buffer
    }
    // PyTorch goes on reading the buffer that is handed to it, so it needs a copy of its own.
    try (array) {
      return array.duplicate();
    }
  }
}
