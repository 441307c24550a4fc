package demitasse.model;

import demitasse.data.format.SafetensorsReader;
import demitasse.data.format.Tensor;
import demitasse.layer.Node;
import demitasse.layer.Weight;
import demitasse.train.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Arrays in a safetensors file that another library's users have written. */
final class PublishedWeights implements AutoCloseable {
  /** PyTorch counts the batches that a normalization has seen; no output depends on it. */
  private static final String COUNT = "num_batches_tracked";

  private final Path file;
  private final SafetensorsReader reader;
  private final Map<String, Tensor> tensors = new TreeMap<>();

  private PublishedWeights(Path file, SafetensorsReader reader) {
    this.file = file;
    this.reader = reader;
    for (Tensor tensor : reader.tensors()) {
      if (!tensor.name().endsWith(COUNT)) {
        tensors.put(tensor.name(), tensor);
      }
    }
  }

  /**
   * Opens a file.
   *
   * @throws CheckpointException if it cannot be read or is damaged
   */
  static PublishedWeights open(Path file) {
    try {
      return new PublishedWeights(file, SafetensorsReader.open(file));
    } catch (IOException e) {
      throw new CheckpointException(file, "the weights could not be read", e);
    }
  }

  /** Returns the arrays by their names. */
  Map<String, Tensor> tensors() {
    return tensors;
  }

  /**
   * Gives a model the weights. A bias that the file lacks becomes zero.
   *
   * @param theirName what they call a layer of ours
   * @throws CheckpointException if another array is missing, or one is left over or of another
   *     shape; the message names it, and nothing is changed
   */
  void into(Sequential model, Layout layout, Function<Node, String> theirName) {
    Map<String, Tensor> left = new TreeMap<>(tensors);
    Map<Weight, float[]> values = new LinkedHashMap<>();
    try {
      for (Node node : model.network().nodes()) {
        for (Weight weight : node.layer().parameters()) {
          String name = layout.name(theirName.apply(node), weight);
          Tensor tensor = left.remove(name);
          values.put(
              weight, tensor == null ? zeros(name, weight) : read(tensor, layout, node, weight));
        }
      }
    } catch (IOException e) {
      throw new CheckpointException(file, "the weights could not be read", e);
    }
    if (!left.isEmpty()) {
      throw new CheckpointException(
          file, "the weights are of another model: the file also has " + left.keySet());
    }
    model.network().requireWeights();
    values.forEach(Weight::set);
  }

  /** A convolution in front of a normalization often has no bias. */
  private float[] zeros(String name, Weight weight) {
    if (!weight.name().equals("bias")) {
      throw new CheckpointException(
          file, "the weights are of another model: there is no " + name + " among them");
    }
    return new float[(int) weight.shape().size()];
  }

  private float[] read(Tensor tensor, Layout layout, Node node, Weight weight) throws IOException {
    List<Long> needed = Arrays.stream(layout.shape(node, weight)).boxed().toList();
    if (!tensor.shape().equals(needed)) {
      throw new CheckpointException(
          file,
          "the weights are of another model: %s has the shape %s, and %s of %s needs %s"
              .formatted(tensor.name(), tensor.shape(), weight.name(), node.name(), needed));
    }
    return layout.ours(node, weight, reader.read(tensor));
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new CheckpointException(file, "the file could not be closed", e);
    }
  }
}
