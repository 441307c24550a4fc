package demitasse.train;

import ai.djl.ndarray.types.Shape;
import demitasse.data.ImageSet;
import demitasse.data.Samples;
import demitasse.layer.Network;
import demitasse.layer.Node;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a training is of, in words: two of the same words can go on from the same checkpoint. */
final class Description {
  private Description() {}

  /**
   * Describes a training.
   *
   * @return what it is of, by what it is
   */
  static Map<String, String> of(Network network, Measures measures, Optimizer optimizer) {
    Map<String, String> parts = of(network);
    parts.put("loss", measures.loss().name());
    parts.put("optimizer", optimizer.name());
    return parts;
  }

  /**
   * Describes a fit: with anything else it would not end as if it had never been interrupted.
   *
   * @param train what is learned from
   * @param validation what is measured after each epoch, if anything is
   */
  static Map<String, String> ofFit(
      Trainer trainer, int batchSize, Samples train, Optional<Samples> validation) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("seed", Long.toString(trainer.seed()));
    parts.put("batch size", Integer.toString(batchSize));
    parts.put("learning rate", trainer.optimizer().learningRates());
    parts.put("metrics", String.join(", ", trainer.measures().names()));
    parts.put("data", of(train));
    parts.put("validation", validation.map(Description::of).orElse("none"));
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
  private static String of(Samples samples) {
    Shape target = samples.targetShape();
    String mark = samples.mark();
    return String.format(
        Locale.ROOT,
        "%,d samples, inputs %s, targets %s%s%s",
        samples.size(),
        samples.inputShape(),
        target.dimension() == 0 ? "labels" : target,
        images(samples),
        mark.isEmpty() ? "" : ", content " + mark);
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
