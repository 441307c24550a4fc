package demitasse.model;

import static demitasse.numeric.Arguments.given;

import demitasse.layer.Node;
import demitasse.train.CheckpointException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
  private PyTorchWeights() {}

  /**
   * Gives a model the weights of an {@code nn.Sequential} of the same layers, whose modules are
   * numbered in their order. A bias that the file lacks becomes zero.
   *
   * @throws CheckpointException if the file cannot be read, is damaged, has the weights of another
   *     network, or has modules with names, whose order it does not tell; the message says what is
   *     wrong, and nothing is changed
   */
  public static void load(Path file, Sequential model) {
    given(file, "the file");
    given(model, "the model");
    try (PublishedWeights weights = PublishedWeights.open(file)) {
      List<String> modules =
          weights.tensors().keySet().stream()
              .map(name -> name.replaceFirst("\\.?[^.]*$", ""))
              .distinct()
              .sorted(Comparator.comparing(PyTorchWeights::numbers, Arrays::compare))
              .toList();
      if (modules.stream().map(PyTorchWeights::words).distinct().count() > 1) {
        throw new CheckpointException(
            file,
            "the order of the modules %s is not known: pass a map that says which layer each is"
                .formatted(modules));
      }
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

  /** Returns the numbers in the name of a module: 2 and 10 of {@code net.2.10}. */
  private static int[] numbers(String module) {
    return parts(module, true).mapToInt(Integer::parseInt).toArray();
  }

  /** Returns the rest of the name of a module: {@code net}. */
  private static List<String> words(String module) {
    return parts(module, false).toList();
  }

  private static Stream<String> parts(String module, boolean numbers) {
    return Stream.of(module.split("\\.")).filter(part -> part.matches("\\d{1,9}") == numbers);
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
      throw new IllegalArgumentException(
          "the modules do not say what PyTorch calls " + node.name());
    }
    return module;
  }
}
