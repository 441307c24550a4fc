package demitasse.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a model takes and returns.
 *
 * @param inputs that have no default
 * @param batch the batch size, if the model fixes it
 * @param outputs names of those that are numbers
 */
record Signature(List<Input> inputs, OptionalInt batch, List<String> outputs) {
  /**
   * Reads it from a graph.
   *
   * @throws OnnxException if an input is not a batch of numbers, or no output is numbers
   */
  static Signature of(Path file, GraphProto graph) {
    // An input that is also an initializer has a default. Old files list all their weights so.
    Set<String> defaults =
        graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    List<Input> inputs =
        graph.getInputList().stream()
            .filter(each -> !defaults.contains(each.getName()))
            .map(each -> Input.of(file, each))
            .toList();
    if (inputs.isEmpty()) {
      throw new OnnxException(file, "the model takes no input");
    }
    List<Integer> batches =
        inputs.stream().flatMap(each -> each.batch().stream().boxed()).distinct().toList();
    if (batches.size() > 1) {
      throw new OnnxException(file, "its inputs state different batch sizes: " + batches);
    }
    List<String> outputs =
        graph.getOutputList().stream()
            .filter(each -> isNumbers(each.getType()))
            .map(ValueInfoProto::getName)
            .toList();
    if (outputs.isEmpty()) {
      throw new OnnxException(file, "none of its outputs is numbers");
    }
    OptionalInt batch = batches.isEmpty() ? OptionalInt.empty() : OptionalInt.of(batches.get(0));
    return new Signature(inputs, batch, outputs);
  }

  private static boolean isNumbers(TypeProto type) {
    return type.hasTensorType()
        && type.getTensorType().getElemType() != TensorProto.DataType.STRING.getNumber();
  }

  /**
   * Returns the input of a model that has a single one.
   *
   * @throws IllegalArgumentException if it has several
   */
  Input only() {
    if (inputs.size() > 1) {
      throw new IllegalArgumentException(
          "the model takes %d inputs, %s: give each by its name to predictAll"
              .formatted(inputs.size(), names()));
    }
    return inputs.get(0);
  }

  List<String> names() {
    return inputs.stream().map(Input::name).toList();
  }
}
