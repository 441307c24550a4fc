package demitasse.model;

import static demitasse.numeric.Arguments.given;

import demitasse.layer.Node;
import demitasse.train.CheckpointException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Weights of a network in PyTorch, for the same network here.
 *
 * <p>In Python, {@code safetensors.torch.save_file(network.state_dict(), "network.safetensors")}
 * writes the file. The other way, {@code safetensors.torch.load_file} reads what {@link
 * Sequential#save} has written: dense layers and convolutions as PyTorch has them, transposed
 * convolutions as (filters, kernel, kernel, channels), which {@code permute(3, 0, 1, 2)} brings
 * into PyTorch's order.
 */
public final class PyTorchWeights {
  /** 10 stands behind 9. */
  private static final Comparator<String> BY_NUMBERS =
      Comparator.comparing(
          name ->
              List.of(name.split("\\.")).stream()
                  .map(
                      part ->
                          part.matches("\\d{1,9}")
                              ? "%09d".formatted(Integer.parseInt(part))
                              : part)
                  .collect(Collectors.joining(".")));

  private PyTorchWeights() {}

  /**
   * Gives a model the weights of an {@code nn.Sequential} of the same layers, whose modules are
   * numbered in their order.
   *
   * @throws CheckpointException if the file cannot be read, is damaged, or has the weights of
   *     another network; the message says what differs, and nothing is changed
   */
  public static void load(Path file, Sequential model) {
    given(file, "the file");
    given(model, "the model");
    try (PublishedWeights weights = PublishedWeights.open(file)) {
      List<String> modules =
          weights.tensors().keySet().stream()
              .map(name -> name.replaceFirst("\\.?[^.]*$", ""))
              .distinct()
              .sorted(BY_NUMBERS)
              .toList();
      List<Node> layers =
          model.network().nodes().stream()
              .filter(node -> !node.layer().parameters().isEmpty())
              .toList();
      if (modules.size() != layers.size()) {
        throw new CheckpointException(
            file,
            "the weights are of another model: the file has modules %s, and the model has layers %s"
                .formatted(modules, layers.stream().map(Node::name).toList()));
      }
      Map<String, String> names = new HashMap<>();
      for (int i = 0; i < layers.size(); i++) {
        names.put(layers.get(i).name(), modules.get(i));
      }
      weights.into(model, Layout.PYTORCH, node -> names.get(node.name()));
    }
  }

  /**
   * Gives a model the weights of a network whose modules have other names.
   *
   * @param modules what PyTorch calls each layer with weights: {@code Map.of("dense", "fc1")}
   * @throws IllegalArgumentException if a layer with weights has no name
   * @throws CheckpointException as in {@link #load(Path, Sequential)}
   */
  public static void load(Path file, Sequential model, Map<String, String> modules) {
    given(file, "the file");
    given(model, "the model");
    given(modules, "the modules");
    try (PublishedWeights weights = PublishedWeights.open(file)) {
      weights.into(model, Layout.PYTORCH, node -> module(node, modules));
    }
  }

  private static String module(Node node, Map<String, String> modules) {
    String module = modules.get(node.name());
    if (module == null) {
      throw new IllegalArgumentException("what PyTorch calls " + node.name() + " is not told");
    }
    return module;
  }
}
