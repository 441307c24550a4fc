package demitasse.onnx;

import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import demitasse.layer.Network;
import demitasse.layer.Node;
import demitasse.model.Sequential;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model, or a part of one. */
record ModelSource(Sequential model) implements Source {
  ModelSource {
    model.network().requireWeights();
  }

  @Override
  public Shape inputShape() {
    return model.inputShape();
  }

  @Override
  public List<Value> write(OnnxGraph graph, String input) {
    Network network = model.network();
    Map<String, String> ids = network.export(node -> new OnnxLayer(graph, node), input);
    return network.nodes().stream()
        .map(
            node ->
                new Value(node.name(), ids.get(node.name()), DataType.FLOAT, node.outputShape()))
        .toList();
  }

  @Override
  public List<String> outputs() {
    List<Node> nodes = model.network().nodes();
    return List.of(nodes.get(nodes.size() - 1).name());
  }

  @Override
  public String description() {
    return model.summary().toString();
  }

  @Override
  public Map<String, String> metadata() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("training.seed", Long.toString(model.seed()));
    texts.putAll(TrainingRecord.of(model.history()));
    return texts;
  }
}
