package demitasse.onnx;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.Float16Utils;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Locale;
import java.util.Optional;

/** The types of numbers that a model may take as input, named as in ONNX. */
enum InputType {
  FLOAT(DataType.FLOAT32),
  DOUBLE(DataType.FLOAT64),
  FLOAT16(DataType.FLOAT16),
  INT64(DataType.INT64, Long.MIN_VALUE, Long.MAX_VALUE),
  INT32(DataType.INT32, Integer.MIN_VALUE, Integer.MAX_VALUE),
  INT8(DataType.INT8, Byte.MIN_VALUE, Byte.MAX_VALUE),
  UINT8(DataType.UINT8, 0, 255),
  BOOL(DataType.BOOLEAN, 0, 1);

  private final DataType type;
  private final long least; // of whole numbers
  private final long greatest;

  InputType(DataType type) {
    this(type, 0, 0);
  }

  InputType(DataType type, long least, long greatest) {
    this.type = type;
    this.least = least;
    this.greatest = greatest;
  }

  /** Returns the type of a tensor; empty if it is none of these, such as text. */
  static Optional<InputType> of(TensorProto.DataType onnx) {
    for (InputType each : values()) {
      if (each.name().equals(onnx.name())) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /**
   * Converts numbers to this type.
   *
   * @param input its name, for errors
   * @throws IllegalArgumentException if one of them is not a value of this type
   */
  NDArray array(NDManager manager, float[] numbers, Shape shape, String input) {
    if (!type.isFloating()) {
      check(numbers, input);
    }
    if (this == BOOL) {
      boolean[] truths = new boolean[numbers.length];
      for (int i = 0; i < truths.length; i++) {
        truths[i] = numbers[i] == 1;
      }
      return manager.create(truths, shape);
    }
    return manager.create(buffer(manager, numbers), shape, type);
  }

  private void check(float[] numbers, String input) {
    for (float each : numbers) {
      if (each != Math.rint(each) || each < least || each >= greatest + 1.0) {
        throw new IllegalArgumentException(
            "the model takes whole numbers from %d to %d (%s) as its input %s, not %s"
                .formatted(least, greatest, name().toLowerCase(Locale.ROOT), input, each));
      }
    }
  }

  private Buffer buffer(NDManager manager, float[] numbers) {
    return switch (this) {
      case FLOAT -> FloatBuffer.wrap(numbers);
      case FLOAT16 -> Float16Utils.toByteBuffer(manager, numbers);
      case DOUBLE -> {
        DoubleBuffer doubles = DoubleBuffer.allocate(numbers.length);
        for (float each : numbers) {
          doubles.put(each);
        }
        yield doubles.rewind();
      }
      case INT64 -> {
        LongBuffer longs = LongBuffer.allocate(numbers.length);
        for (float each : numbers) {
          longs.put((long) each);
        }
        yield longs.rewind();
      }
      case INT32 -> {
        IntBuffer ints = IntBuffer.allocate(numbers.length);
        for (float each : numbers) {
          ints.put((int) each);
        }
        yield ints.rewind();
      }
      case INT8, UINT8, BOOL -> {
        ByteBuffer bytes = ByteBuffer.allocateDirect(numbers.length);
        for (float each : numbers) {
          bytes.put((byte) (int) each);
        }
        yield bytes.rewind();
      }
    };
  }
}
