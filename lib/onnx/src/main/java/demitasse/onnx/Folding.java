package demitasse.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Merges a batch normalization into the weights of the convolution or dense layer before it: γ (W x
 * + b - mean) / √(variance + ε) + β is linear in x, too. The normalization stays if an activation
 * stands between, or if something else uses the layer's result.
 */
final class Folding {
  private static final Set<String> LINEAR = Set.of("Conv", "ConvTranspose", "Gemm");

  private final OnnxGraph graph;
  private final Set<String> outputs;

  /**
   * @param outputs values that must not disappear
   */
  Folding(OnnxGraph graph, Set<String> outputs) {
    this.graph = graph;
    this.outputs = outputs;
  }

  /** Merges all batch normalizations that can be. */
  void run() {
    for (NodeProto.Builder operation : List.copyOf(graph.operations())) {
      if (operation.getOpType().equals("BatchNormalization")) {
        source(operation.getInput(0)).ifPresent(linear -> fold(linear, operation));
      }
    }
  }

  /** Returns the operation that computes a value, if a normalization can be merged into it. */
  private Optional<NodeProto.Builder> source(String value) {
    long users =
        graph.operations().stream()
            .filter(operation -> operation.getInputList().contains(value))
            .count();
    return users > 1 || outputs.contains(value)
        ? Optional.empty()
        : graph.operations().stream()
            .filter(operation -> operation.getOutput(0).equals(value))
            .filter(operation -> LINEAR.contains(operation.getOpType()))
            .findFirst();
  }

  private void fold(NodeProto.Builder linear, NodeProto.Builder normalization) {
    Map<String, Numbers> numbers = graph.numbers();
    List<String> names = normalization.getInputList();
    float[] gamma = numbers.get(names.get(1)).values();
    float[] beta = numbers.get(names.get(2)).values();
    float[] mean = numbers.get(names.get(3)).values();
    float[] variance = numbers.get(names.get(4)).values();
    float epsilon =
        normalization.getAttributeList().stream()
            .filter(attribute -> attribute.getName().equals("epsilon"))
            .findFirst()
            .map(AttributeProto::getF)
            .orElseThrow();
    double[] factors = new double[gamma.length];
    for (int filter = 0; filter < factors.length; filter++) {
      factors[filter] = gamma[filter] / Math.sqrt((double) variance[filter] + epsilon);
    }
    Numbers weight = numbers.get(linear.getInput(1));
    float[] weights = weight.values().clone();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (weights[i] * factors[weight.filterOf(i)]);
    }
    Numbers bias = numbers.get(linear.getInput(2));
    float[] biases = bias.values().clone();
    for (int filter = 0; filter < biases.length; filter++) {
      biases[filter] =
          (float) (((double) biases[filter] - mean[filter]) * factors[filter] + beta[filter]);
    }
    numbers.put(linear.getInput(1), new Numbers(weights, weight.shape(), weight.filterAxis()));
    numbers.put(linear.getInput(2), new Numbers(biases, bias.shape(), bias.filterAxis()));
    names.subList(1, names.size()).forEach(numbers::remove);
    graph.operations().remove(normalization);
    linear
        .setName(normalization.getName())
        .setOutput(0, normalization.getOutput(0))
        .setDocString(linear.getDocString() + ", " + normalization.getDocString());
  }
}
