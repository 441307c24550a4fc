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

/** How a model is written as an ONNX file. Begins with {@link Onnx#of}. Immutable. */
public final class OnnxExport {
  private static final String INPUT = "input";

  private final Source source;
  private final Options options;

  /** What can be asked for. */
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
   * Returns the same with these outputs. What none of them needs is not written.
   *
   * @param layers names of layers, as {@code model.summary()} shows them; without this call, the
   *     last one's
   * @throws IllegalArgumentException if there is none, or one appears twice
   */
  public OnnxExport outputs(String... layers) {
    given(layers, "the layers", "layer");
    if (layers.length == 0 || Set.copyOf(List.of(layers)).size() < layers.length) {
      throw new IllegalArgumentException(
          "the outputs are one layer or more, each once, not " + List.of(layers));
    }
    return with(
        new Options(
            List.of(layers), options.precision, options.folded, options.pixels, options.metadata));
  }

  /** Returns the same with weights that are stored so; without this call, as they are. */
  public OnnxExport precision(Precision precision) {
    given(precision, "the precision");
    return with(
        new Options(options.outputs, precision, options.folded, options.pixels, options.metadata));
  }

  /**
   * Returns the same with each batch normalization made part of the convolution or dense layer in
   * front of it, if there is no activation between: the same function in fewer operations. The
   * layer in front is then no output, unless it is asked for.
   */
  public OnnxExport folded() {
    return with(
        new Options(options.outputs, options.precision, true, options.pixels, options.metadata));
  }

  /**
   * Returns the same with the preprocessing of a set in front: the input is then pixel values, 0 to
   * 255, of images as the set stores them, (batch, channels, height, width). What is for training
   * only, such as a random flip, is left out.
   *
   * @throws IllegalArgumentException if the model takes inputs of another shape than this set has
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

  /** Returns the same with this as the history of the training, such as a pretrained model's. */
  public OnnxExport training(History history) {
    OnnxExport export = this;
    for (var each : TrainingRecord.of(given(history, "the history")).entrySet()) {
      export = export.metadata(each.getKey(), each.getValue());
    }
    return export;
  }

  /** Returns the same under a licence, such as {@code Apache-2.0}: its SPDX name is usual. */
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
   * @throws IllegalArgumentException if a layer that is to be an output is not there; the message
   *     names those that are
   * @throws UnsupportedOperationException if a layer or a step of the preprocessing does not say
   *     what it computes; the message names it
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
    // A layer that does nothing has its input's value, which is told once.
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

  /** Returns the value that the model takes. */
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
        // The layer does nothing, so the value is called as another one.
        graph.operation("Identity", name, List.of(value.id()));
      }
      outputs.add(new Value(name, name, value.type(), value.shape()));
    }
    return outputs;
  }

  private static IllegalArgumentException missing(String name, List<Value> values) {
    return new IllegalArgumentException(
        "no layer \"%s\" to be an output; there are %s"
            .formatted(name, values.stream().map(Value::name).toList()));
  }
}
