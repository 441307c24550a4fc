package demitasse.onnx;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * An input of a model.
 *
 * @param type of its numbers
 * @param shape without the batch dimension; an open dimension is -1
 * @param batch the batch size, if the model fixes it
 */
record Input(String name, InputType type, Shape shape, OptionalInt batch) {
  /**
   * Reads it from a graph.
   *
   * @throws OnnxException if it is not a batch of numbers
   */
  static Input of(Path file, ValueInfoProto value) {
    String name = value.getName();
    if (!value.getType().hasTensorType()) {
      throw new OnnxException(file, "its input %s is not a tensor".formatted(name));
    }
    var tensor = value.getType().getTensorType();
    DataType type = DataType.forNumber(tensor.getElemType());
    InputType known =
        InputType.of(type == null ? DataType.UNDEFINED : type)
            .orElseThrow(
                () ->
                    new OnnxException(
                        file, "its input %s is of type %s, not of numbers".formatted(name, type)));
    List<Dimension> sides = tensor.getShape().getDimList();
    if (sides.isEmpty()) {
      throw new OnnxException(
          file, "the file states no shape with a batch dimension for the input " + name);
    }
    long[] shape = sides.stream().skip(1).mapToLong(Input::side).toArray();
    int batch = (int) side(sides.get(0));
    OptionalInt fixed = batch > 0 ? OptionalInt.of(batch) : OptionalInt.empty();
    return new Input(name, known, new Shape(shape), fixed);
  }

  private static long side(Dimension side) {
    return side.hasDimValue() ? side.getDimValue() : -1;
  }

  /**
   * Returns the shape in which the model takes samples of this shape: the same, or its own if one
   * of the two is a vector and both have as many numbers.
   *
   * @throws IllegalArgumentException if the model cannot take such samples
   */
  Shape shapeOf(Shape sample) {
    if (fits(sample)) {
      return sample;
    }
    boolean flat = sample.dimension() == 1 || shape.dimension() == 1;
    boolean open = Arrays.stream(shape.getShape()).anyMatch(side -> side == -1);
    if (!flat || open || shape.size() != sample.size()) {
      throw new IllegalArgumentException(
          "the model takes inputs of shape %s as %s, not %s".formatted(shape, name, sample));
    }
    return shape;
  }

  private boolean fits(Shape sample) {
    boolean fits = sample.dimension() == shape.dimension();
    for (int side = 0; fits && side < sample.dimension(); side++) {
      fits = shape.get(side) == -1 || shape.get(side) == sample.get(side);
    }
    return fits;
  }

  /** Tells whether images of this shape (channels, height, width) fit only with channels last. */
  boolean takesChannelsLast(Shape image) {
    return image.dimension() == 3 && !fits(image) && fits(channelsLast(image));
  }

  /** Returns (height, width, channels). */
  static Shape channelsLast(Shape image) {
    return new Shape(image.get(1), image.get(2), image.get(0));
  }

  /**
   * Returns a batch for the model.
   *
   * @param shape with the batch dimension
   * @throws IllegalArgumentException if the model cannot take one of the numbers
   */
  NDArray array(NDManager manager, float[] numbers, Shape shape) {
    NDArray array = type.array(manager, numbers, shape, name);
    array.setName(name);
    return array;
  }
}
