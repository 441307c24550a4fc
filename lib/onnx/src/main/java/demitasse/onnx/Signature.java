package demitasse.onnx;

import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The input and the outputs of a model.
 *
 * @param inputShape without the batch dimension; an open dimension is -1
 * @param batch the batch size, if the model fixes it
 * @param outputs names
 */
record Signature(Shape inputShape, OptionalInt batch, List<String> outputs) {
  /**
   * Reads it from a graph.
   *
   * @throws OnnxException if the model does not have a single input of 32-bit floats
   */
  static Signature of(Path file, GraphProto graph) {
    // Old files also list their weights among the inputs.
    Set<String> weights =
        graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    List<ValueInfoProto> inputs =
        graph.getInputList().stream().filter(each -> !weights.contains(each.getName())).toList();
    if (inputs.size() != 1) {
      throw new OnnxException(
          file,
          "the model must have one input, but has %d: %s"
              .formatted(inputs.size(), inputs.stream().map(ValueInfoProto::getName).toList()));
    }
    var tensor = inputs.get(0).getType().getTensorType();
    if (tensor.getElemType() != DataType.FLOAT.getNumber()) {
      throw new OnnxException(
          file,
          "the model must take 32-bit floats, but its input %s is of type %s"
              .formatted(inputs.get(0).getName(), DataType.forNumber(tensor.getElemType())));
    }
    List<Dimension> sides = tensor.getShape().getDimList();
    if (sides.isEmpty()) {
      throw new OnnxException(file, "the file does not state the shape of the input");
    }
    long[] shape = sides.stream().skip(1).mapToLong(Signature::side).toArray();
    int batch = (int) side(sides.get(0));
    return new Signature(
        new Shape(shape),
        batch > 0 ? OptionalInt.of(batch) : OptionalInt.empty(),
        graph.getOutputList().stream().map(ValueInfoProto::getName).toList());
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
    boolean fits = sample.dimension() == inputShape.dimension();
    for (int side = 0; fits && side < sample.dimension(); side++) {
      fits = inputShape.get(side) == -1 || inputShape.get(side) == sample.get(side);
    }
    boolean flat = sample.dimension() == 1 || inputShape.dimension() == 1;
    boolean open = Arrays.stream(inputShape.getShape()).anyMatch(side -> side == -1);
    if (!fits && !(flat && !open && inputShape.size() == sample.size())) {
      throw new IllegalArgumentException(
          "the model takes inputs of shape %s, not %s".formatted(inputShape, sample));
    }
    return fits ? sample : inputShape;
  }
}
