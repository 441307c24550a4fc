package demitasse.onnx;

import static demitasse.numeric.Arguments.given;

import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.Version;
import demitasse.data.ImageSet;
import demitasse.train.History;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The options of an ONNX file. Begins with {@link Onnx#of}. Immutable. */
public final class OnnxExport {
  private static final String INPUT = "input";

  private final Source source;
  private final Options options;

  /** The options. */
  private record Options(
      List<String> outputs,
      Precision precision,
      boolean folded,
      Optional<ImageSet> pixels,
      Map<String, String> metadata) {}

  OnnxExport(Source source) {
    this(
        source,
        new Options(
            source.outputs(), Precision.FLOAT32, false, Optional.empty(), source.metadata()));
  }

  private OnnxExport(Source source, Options options) {
    this.source = source;
    this.options = options;
  }

  /**
   * Returns the same with these outputs. Whatever none of them needs is left out.
   *
   * @param layers names of layers, as {@code model.summary()} shows them; by default, the last
   *     layer
   * @throws IllegalArgumentException if there is none, or one appears twice
   */
  public OnnxExport outputs(String... layers) {
    given(layers, "the layers", "layer");
    if (layers.length == 0 || Set.copyOf(List.of(layers)).size() < layers.length) {
      throw new IllegalArgumentException(
          "outputs need at least one layer, and each layer once; got " + List.of(layers));
    }
    return with(
        new Options(
            List.of(layers), options.precision, options.folded, options.pixels, options.metadata));
  }

  /** Returns the same with weights stored in this precision; the default is 32 bits. */
  public OnnxExport precision(Precision precision) {
    given(precision, "the precision");
    return with(
        new Options(options.outputs, precision, options.folded, options.pixels, options.metadata));
  }

  /**
   * Returns the same with each batch normalization merged into the convolution or dense layer
   * before it, if no activation stands between: the same function in fewer operations. A layer that
   * is itself an output stays as it is.
   */
  public OnnxExport folded() {
    return with(
        new Options(options.outputs, options.precision, true, options.pixels, options.metadata));
  }

  /**
   * Returns the same with an image set's preprocessing before the model: the input is then pixel
   * values, 0 to 255, of images as the set stores them, (batch, channels, height, width). Steps for
   * training only, such as a random flip, are left out.
   *
   * @throws IllegalArgumentException if the model takes inputs of another shape than the set's
   */
  public OnnxExport preprocessing(ImageSet images) {
    given(images, "the images");
    Shape made = images.inputShape();
    Shape taken = source.inputShape();
    boolean flat = made.dimension() == 1 || taken.dimension() == 1;
    if (!made.equals(taken) && !(flat && made.size() == taken.size())) {
      throw new IllegalArgumentException(
          "the model takes inputs of shape %s, and the preprocessing makes %s"
              .formatted(taken, made));
    }
    return with(
        new Options(
            options.outputs,
            options.precision,
            options.folded,
            Optional.of(images),
            options.metadata));
  }

  /** Returns the same with this training history, such as a pretrained model's. */
  public OnnxExport training(History history) {
    OnnxExport export = this;
    for (var each : TrainingRecord.of(given(history, "the history")).entrySet()) {
      export = export.metadata(each.getKey(), each.getValue());
    }
    return export;
  }

  /** Returns the same with a licence, usually as its SPDX name, such as {@code Apache-2.0}. */
  public OnnxExport licence(String licence) {
    return metadata("model_license", licence);
  }

  /** Returns the same with a text among the metadata. */
  public OnnxExport metadata(String key, String text) {
    Map<String, String> metadata = new LinkedHashMap<>(options.metadata);
    metadata.put(given(key, "the key"), given(text, "the text"));
    return with(
        new Options(options.outputs, options.precision, options.folded, options.pixels, metadata));
  }

  private OnnxExport with(Options other) {
    return new OnnxExport(source, other);
  }

  /**
   * Writes the file.
   *
   * @param file is replaced as a whole or not at all; its folder is made
   * @throws OnnxException if it cannot be written; the message says why
   * @throws IllegalArgumentException if the model has no layer with the name of an output; the
   *     message lists the layers
   * @throws UnsupportedOperationException if a layer or a preprocessing step has no {@code export};
   *     the message names it
   */
  public void write(Path file) {
    OnnxFile.write(given(file, "the file"), model());
  }

  private ModelProto model() {
    var graph = new OnnxGraph();
    List<Value> values = source.write(graph, preprocessed(graph));
    List<Value> outputs = outputs(graph, values);
    Set<String> ids = outputs.stream().map(Value::id).collect(Collectors.toSet());
    graph.keepOnly(ids);
    if (options.folded) {
      new Folding(graph, ids).run();
    }
    // A layer that does nothing shares its input's value, which is described once.
    Map<String, Value> between = new LinkedHashMap<>();
    values.stream()
        .filter(value -> graph.computes(value.id()) && !ids.contains(value.id()))
        .forEach(value -> between.putIfAbsent(value.id(), value));
    var model =
        ModelProto.newBuilder()
            .setIrVersion(Version.IR_VERSION_2021_7_30_VALUE)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(Onnx.OPSET))
            .setProducerName("Demitasse")
            .setDocString(source.description())
            .setGraph(
                graph.build(
                    "model", input(), outputs, List.copyOf(between.values()), options.precision));
    options.metadata.forEach(
        (key, text) ->
            model.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(text)));
    return model.build();
  }

  private Value input() {
    Shape shape =
        options
            .pixels
            .map(ImageSet::imageShape)
            .map(image -> new Shape(image.channels(), image.height(), image.width()))
            .orElseGet(source::inputShape);
    return new Value(INPUT, INPUT, DataType.FLOAT, shape);
  }

  /** Writes the preprocessing, if there is one, and returns the value that the model takes. */
  private String preprocessed(OnnxGraph graph) {
    if (options.pixels.isEmpty()) {
      return INPUT;
    }
    ImageSet images = options.pixels.get();
    String made = images.export(new OnnxSteps(graph), INPUT);
    Shape taken = source.inputShape();
    if (images.inputShape().equals(taken)) {
      return made;
    }
    String shape = graph.integers("preprocessing.shape", new Shape(0).addAll(taken).getShape());
    return graph.operation("Reshape", "preprocessing/Reshape", List.of(made, shape));
  }

  private List<Value> outputs(OnnxGraph graph, List<Value> values) {
    List<Value> outputs = new ArrayList<>();
    for (String name : options.outputs) {
      Value value =
          values.stream()
              .filter(each -> each.name().equals(name))
              .findFirst()
              .orElseThrow(() -> missing(name, values));
      if (!value.id().equals(name)) {
        // The layer does nothing: its value has the name of an earlier one.
        graph.operation("Identity", name, List.of(value.id()));
      }
      outputs.add(new Value(name, name, value.type(), value.shape()));
    }
    return outputs;
  }

  private static IllegalArgumentException missing(String name, List<Value> values) {
    return new IllegalArgumentException(
        "there is no layer \"%s\"; the layers are %s"
            .formatted(name, values.stream().map(Value::name).toList()));
  }
}
