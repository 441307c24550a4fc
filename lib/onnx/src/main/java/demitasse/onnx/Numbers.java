package demitasse.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An array of numbers in a graph.
 *
 * @param values row by row
 * @param filterAxis the axis of the filters or units, for weights that may be stored in fewer bits;
 *     -1 for all others
 */
record Numbers(float[] values, long[] shape, int filterAxis) {
  boolean canBeSmaller() {
    return filterAxis >= 0;
  }

  /** Returns how many filters there are. */
  int filters() {
    return (int) shape[filterAxis];
  }

  /** Returns the filter to which a number belongs. */
  int filterOf(int i) {
    int inner = 1;
    for (int axis = filterAxis + 1; axis < shape.length; axis++) {
      inner *= (int) shape[axis];
    }
    return i / inner % filters();
  }

  /** Returns the largest magnitude in each filter. */
  float[] largest() {
    float[] largest = new float[filters()];
    for (int i = 0; i < values.length; i++) {
      int filter = filterOf(i);
      largest[filter] = Math.max(largest[filter], Math.abs(values[i]));
    }
    return largest;
  }

  ByteString bytes() {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return UnsafeByteOperations.unsafeWrap(bytes);
  }
}
