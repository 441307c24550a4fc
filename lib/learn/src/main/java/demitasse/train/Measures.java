package demitasse.train;

import static demitasse.numeric.Arguments.given;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import demitasse.engine.ArrayMemory;
import demitasse.layer.Activation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The loss and the metrics of a model.
 *
 * @param loss the first
 * @param metrics those behind it
 * @param output the activation of the model's last layer, through which the metrics see its output
 */
public record Measures(Loss loss, List<Metric> metrics, Activation output) {
  /**
   * Checks that the loss can take what the model returns.
   *
   * @throws IllegalArgumentException if not, if two metrics have the same name, or one has a name
   *     that the history needs
   */
  public Measures {
    metrics = List.copyOf(metrics);
    loss.requireActivation(output);
    metrics.forEach(metric -> requireName(metric.name()));
    long names = metrics.stream().map(Metric::name).distinct().count();
    if (names < metrics.size()) {
      throw new IllegalArgumentException("the same metric stands twice in " + names(metrics));
    }
  }

  /** Refuses names that the history has for something else. */
  private static void requireName(String name) {
    given(name, "the name of a metric");
    if (name.isBlank()
        || name.equals(History.LOSS)
        || name.equals(History.SECONDS)
        || name.startsWith(History.VALIDATION_PREFIX)) {
      throw new IllegalArgumentException("a metric cannot be called \"" + name + "\"");
    }
  }

  private static List<String> names(List<Metric> metrics) {
    return metrics.stream().map(Metric::name).toList();
  }

  /** Returns the keys of the history, in order. */
  List<String> names() {
    List<String> names = new ArrayList<>(List.of(History.LOSS));
    names.addAll(names(metrics));
    return names;
  }

  /** Returns values, given in the order of the names, under their names. */
  Map<String, Double> named(double[] values) {
    Map<String, Double> named = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      named.put(names().get(i), values[i]);
    }
    return named;
  }

  /**
   * Checks that all can compare such targets with such outputs.
   *
   * @throws IllegalArgumentException if not
   */
  void requireFit(Shape target, Shape outputs) {
    loss.requireFit(target, outputs);
    metrics.forEach(metric -> metric.requireFit(target, outputs));
  }

  /**
   * Returns the loss.
   *
   * @param logits what goes into the last activation
   */
  NDArray loss(NDArray target, NDArray logits) {
    return output == Activation.SOFTMAX
        ? loss.ofLogits(target, logits)
        : loss.of(target, output.of(logits));
  }

  /** Returns the loss and the metrics, in the order of their names. */
  double[] all(NDArray loss, NDArray target, NDArray logits) {
    double[] values = new double[1 + metrics.size()];
    values[0] = ArrayMemory.of(loss).get(0);
    if (!metrics.isEmpty()) {
      NDArray outputs = output.of(logits);
      for (int i = 0; i < metrics.size(); i++) {
        values[1 + i] = metrics.get(i).of(target, outputs);
      }
    }
    return values;
  }
}
