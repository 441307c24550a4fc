package demitasse.onnx;

import ai.djl.ndarray.types.Shape;
import ai.djl.util.Float16Utils;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A graph under construction: operations, and the arrays that they take. */
final class OnnxGraph {
  /** The name of the open dimension. */
  private static final String BATCH = "batch";

  private final List<NodeProto.Builder> operations = new ArrayList<>();
  private final Map<String, Numbers> numbers = new LinkedHashMap<>();
  private final List<TensorProto> integers = new ArrayList<>();

  /**
   * Adds an operation.
   *
   * @param type its name in ONNX, such as {@code Conv}
   * @param output the name of the operation and of its result
   * @param inputs names of values or of arrays
   * @return the name of its result
   */
  String operation(String type, String output, List<String> inputs, AttributeProto... attributes) {
    operations.add(
        NodeProto.newBuilder()
            .setOpType(type)
            .setName(output)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(attributes)));
    return output;
  }

  /** Renames the operation that was added last, with its result, and gives it a comment. */
  String renameLast(String name, String comment) {
    operations.get(operations.size() - 1).setName(name).setOutput(0, name).setDocString(comment);
    return name;
  }

  /** Returns the operations, which may be changed. */
  List<NodeProto.Builder> operations() {
    return operations;
  }

  /** Returns the arrays by their names, which may be changed. */
  Map<String, Numbers> numbers() {
    return numbers;
  }

  /** Adds an array. */
  String numbers(String name, float[] values, long... shape) {
    return numbers(name, new Numbers(values, shape, -1));
  }

  String numbers(String name, Numbers array) {
    numbers.put(name, array);
    return name;
  }

  /** Adds a vector of whole numbers. */
  String integers(String name, long... values) {
    var tensor = TensorProto.newBuilder().setName(name).setDataType(DataType.INT64.getNumber());
    tensor.addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    integers.add(tensor.build());
    return name;
  }

  /** Removes everything that none of these values needs. */
  void keepOnly(Collection<String> outputs) {
    Set<String> needed = new HashSet<>(outputs);
    // Each operation comes after those whose results it takes.
    for (int i = operations.size() - 1; i >= 0; i--) {
      NodeProto.Builder operation = operations.get(i);
      if (needed.contains(operation.getOutput(0))) {
        needed.addAll(operation.getInputList());
      } else {
        operations.remove(i);
      }
    }
    numbers.keySet().retainAll(needed);
    integers.removeIf(tensor -> !needed.contains(tensor.getName()));
  }

  /** Tells whether a value is the result of an operation. */
  boolean computes(String value) {
    return operations.stream().anyMatch(operation -> operation.getOutput(0).equals(value));
  }

  /**
   * Returns the graph.
   *
   * @param input the only input
   * @param outputs in their order
   * @param between other values, whose shapes the file then states
   */
  GraphProto build(
      String name, Value input, List<Value> outputs, List<Value> between, Precision precision) {
    var graph = GraphProto.newBuilder().setName(name).addInput(info(input));
    outputs.forEach(value -> graph.addOutput(info(value)));
    between.forEach(value -> graph.addValueInfo(info(value)));
    graph.addAllInitializer(integers);
    numbers.forEach((key, array) -> add(graph, key, array, precision));
    operations.forEach(graph::addNode);
    return graph.build();
  }

  private static void add(
      GraphProto.Builder graph, String name, Numbers array, Precision precision) {
    if (precision == Precision.FLOAT32 || !array.canBeSmaller()) {
      graph.addInitializer(tensor(name, DataType.FLOAT, array.bytes(), array.shape()));
    } else if (precision == Precision.FLOAT16) {
      addHalf(graph, name, array);
    } else {
      addWhole(graph, name, array);
    }
  }

  private static void addHalf(GraphProto.Builder graph, String name, Numbers array) {
    ByteBuffer bytes =
        ByteBuffer.allocate(array.values().length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : array.values()) {
      bytes.putShort(Float16Utils.floatToHalf(value));
    }
    String stored = name + ".float16";
    graph.addInitializer(
        tensor(
            stored,
            DataType.FLOAT16,
            UnsafeByteOperations.unsafeWrap(bytes.flip()),
            array.shape()));
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("Cast")
            .setName(name)
            .addInput(stored)
            .addOutput(name)
            .addAttribute(Attributes.integer("to", DataType.FLOAT.getNumber())));
  }

  private static void addWhole(GraphProto.Builder graph, String name, Numbers array) {
    float[] steps = array.largest();
    for (int filter = 0; filter < steps.length; filter++) {
      // For a filter of zeros, any step will do.
      steps[filter] = steps[filter] == 0 ? 1 : steps[filter] / Byte.MAX_VALUE;
    }
    byte[] bytes = new byte[array.values().length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(array.values()[i] / steps[array.filterOf(i)]);
    }
    String stored = name + ".int8";
    String step = name + ".step";
    graph.addInitializer(
        tensor(stored, DataType.INT8, UnsafeByteOperations.unsafeWrap(bytes), array.shape()));
    var scale = new Numbers(steps, new long[] {steps.length}, -1);
    graph.addInitializer(tensor(step, DataType.FLOAT, scale.bytes(), scale.shape()));
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("DequantizeLinear")
            .setName(name)
            .addInput(stored)
            .addInput(step)
            .addOutput(name)
            .addAttribute(Attributes.integer("axis", array.filterAxis())));
  }

  private static TensorProto tensor(String name, DataType type, ByteString bytes, long... shape) {
    var tensor = TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
    for (long side : shape) {
      tensor.addDims(side);
    }
    return tensor.setRawData(bytes).build();
  }

  private static ValueInfoProto info(Value value) {
    var tensor = TypeProto.Tensor.newBuilder().setElemType(value.type().getNumber());
    tensor.getShapeBuilder().addDimBuilder().setDimParam(BATCH);
    Shape shape = value.shape();
    for (int side = 0; side < shape.dimension(); side++) {
      tensor.getShapeBuilder().addDimBuilder().setDimValue(shape.get(side));
    }
    return ValueInfoProto.newBuilder()
        .setName(value.id())
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
