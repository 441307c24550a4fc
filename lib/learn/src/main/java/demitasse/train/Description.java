package demitasse.train;

import ai.djl.ndarray.types.Shape;
import demitasse.data.ImageSet;
import demitasse.data.Samples;
import demitasse.layer.Network;
import demitasse.layer.Node;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a training is of, in words: two of the same words can go on from the same checkpoint. */
final class Description {
  /** The key of what is learned from. */
  static final String DATA = "data";

  private Description() {}

  /**
   * Describes a training.
   *
   * @param data empty if that is of no concern
   * @return what it is of, by what it is
   */
  static Map<String, String> of(
      Network network, Measures measures, Optimizer optimizer, String data) {
    Map<String, String> parts = of(network);
    parts.put("loss", measures.loss().name());
    parts.put("optimizer", optimizer.name());
    if (!data.isEmpty()) {
      parts.put(DATA, data);
    }
    return parts;
  }

  /** Describes a network alone. */
  static Map<String, String> of(Network network) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("input", network.inputShape().toString());
    for (Node node : network.nodes()) {
      parts.put("layer " + node.name(), node.layer() + " of " + String.join(", ", node.inputs()));
    }
    return parts;
  }

  /**
   * Describes samples: all have a number and shapes, and images a name and what is done to them.
   */
  static String of(Samples samples) {
    Shape target = samples.targetShape();
    return String.format(
        Locale.ROOT,
        "%,d samples, inputs %s, targets %s%s",
        samples.size(),
        samples.inputShape(),
        target.dimension() == 0 ? "labels" : target,
        images(samples));
  }

  private static String images(Samples samples) {
    if (samples instanceof Slice slice) {
      return images(slice.all());
    }
    if (samples instanceof Fitted fitted) {
      return images(fitted.all());
    }
    return samples instanceof ImageSet images ? " (" + images + ")" : "";
  }
}
