package demitasse.onnx;

import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.AttributeProto;
import demitasse.layer.Activation;
import demitasse.layer.Border;
import demitasse.layer.LayerExporter;
import demitasse.layer.Node;
import demitasse.layer.Weight;
import java.util.List;

/**
 * Writes one layer into a graph. The result of its last operation has the layer's name; those
 * before are called {@code layer/operation}. Weights have the names they have in safetensors, such
 * as {@code dense.bias}.
 */
final class OnnxLayer implements LayerExporter<String> {
  /**
   * The value of zero padding. ONNX Runtime (1.21 to 1.30) merges padding with exact zeros into the
   * max pooling after it, which pads with minus infinity: the maximum of negative numbers would
   * differ.
   */
  private static final float ALMOST_ZERO = 1e-30f;

  private final OnnxGraph graph;
  private final Node node;
  private boolean computes;

  OnnxLayer(OnnxGraph graph, Node node) {
    this.graph = graph;
    this.node = node;
  }

  @Override
  public String dense(String x, Weight weight, Weight bias) {
    String w = add(weight, new Numbers(values(weight), weight.shape().getShape(), 0));
    return operation("Gemm", List.of(x, w, add(bias)), Attributes.integer("transB", 1));
  }

  @Override
  public String convolution(String x, Weight weight, Weight bias, int strides, Border border) {
    String w = add(weight, new Numbers(values(weight), weight.shape().getShape(), 0));
    return operation(
        "Conv",
        List.of(x, w, add(bias)),
        Attributes.integers("kernel_shape", side(weight), side(weight)),
        Attributes.integers("strides", strides, strides),
        pads(border));
  }

  @Override
  public String transposedConvolution(
      String x, Weight weight, Weight bias, int strides, Border cut, int added) {
    String w = add(weight, channelsFirst(values(weight), weight.shape()));
    return operation(
        "ConvTranspose",
        List.of(x, w, add(bias)),
        Attributes.integers("kernel_shape", side(weight), side(weight)),
        Attributes.integers("strides", strides, strides),
        Attributes.integers("output_padding", added, added),
        pads(cut));
  }

  /** (filters, kernel, kernel, channels) becomes (channels, filters, kernel, kernel). */
  private static Numbers channelsFirst(float[] values, Shape shape) {
    int channels = (int) shape.get(3);
    int others = values.length / channels;
    float[] turned = new float[values.length];
    for (int i = 0; i < others; i++) {
      for (int c = 0; c < channels; c++) {
        turned[c * others + i] = values[i * channels + c];
      }
    }
    return new Numbers(turned, new long[] {channels, shape.get(0), shape.get(1), shape.get(2)}, 1);
  }

  @Override
  public String batchNormalization(
      String x, Weight gamma, Weight beta, Weight mean, Weight variance, float epsilon) {
    return operation(
        "BatchNormalization",
        List.of(x, add(gamma), add(beta), add(mean), add(variance)),
        Attributes.decimal("epsilon", epsilon));
  }

  @Override
  public String maxPooling(String x, int size, int strides, Border border) {
    return operation(
        "MaxPool",
        List.of(x),
        Attributes.integers("kernel_shape", size, size),
        Attributes.integers("strides", strides, strides),
        pads(border));
  }

  @Override
  public String channelMeans(String x) {
    return operation(
        "Flatten",
        List.of(operation("GlobalAveragePool", List.of(x))),
        Attributes.integer("axis", 1));
  }

  @Override
  public String zeroPadding(String x, Border border) {
    String width =
        graph.integers(
            node.name() + ".pads",
            0,
            0,
            border.top(),
            border.left(),
            0,
            0,
            border.bottom(),
            border.right());
    return operation(
        "Pad", List.of(x, width, graph.numbers(node.name() + ".value", new float[] {ALMOST_ZERO})));
  }

  @Override
  public String reshape(String x, Shape shape) {
    // 0 keeps the first dimension, the batch.
    String sides = graph.integers(node.name() + ".shape", new Shape(0).addAll(shape).getShape());
    return operation("Reshape", List.of(x, sides));
  }

  @Override
  public String add(String a, String b) {
    return operation("Add", List.of(a, b));
  }

  @Override
  public String activation(String x, Activation activation) {
    String y =
        switch (activation) {
          case LINEAR -> x;
          case RELU -> operation("Relu", List.of(x));
          case ELU -> operation("Elu", List.of(x));
          case LEAKY_RELU ->
              operation(
                  "LeakyRelu",
                  List.of(x),
                  Attributes.decimal("alpha", Activation.LEAKY_RELU_SLOPE));
          case SIGMOID -> operation("Sigmoid", List.of(x));
          case TANH -> operation("Tanh", List.of(x));
          case SOFTMAX -> operation("Softmax", List.of(x), Attributes.integer("axis", -1));
        };
    return computes ? graph.renameLast(node.name(), node.layer().toString()) : y;
  }

  private String operation(String type, List<String> inputs, AttributeProto... attributes) {
    computes = true;
    return graph.operation(type, node.name() + "/" + type, inputs, attributes);
  }

  private String add(Weight weight) {
    return add(weight, new Numbers(values(weight), weight.shape().getShape(), -1));
  }

  private String add(Weight weight, Numbers numbers) {
    return graph.numbers(node.name() + "." + weight.name(), numbers);
  }

  private static float[] values(Weight weight) {
    return weight.array().toFloatArray();
  }

  private static int side(Weight weight) {
    return (int) weight.shape().get(2);
  }

  private static AttributeProto pads(Border border) {
    return Attributes.integers(
        "pads", border.top(), border.left(), border.bottom(), border.right());
  }
}
