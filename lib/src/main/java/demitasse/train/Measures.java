package demitasse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import demitasse.model.Activation;
import java.util.ArrayList;
import java.util.List;

/**
 * The loss and the metrics of a model.
 *
 * @param loss the first
 * @param metrics those behind it
 * @param output the activation of the model's last layer, through which the metrics see its output
 */
record Measures(Loss loss, List<Metric> metrics, Activation output) {
  /** Returns the keys of the history, in order. */
  List<String> names() {
    List<String> names = new ArrayList<>(List.of(History.LOSS));
    metrics.forEach(metric -> names.add(metric.name()));
    return names;
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

  /** Returns the loss and the metrics, one number each, in the order of their names. */
  NDList all(NDArray loss, NDArray target, NDArray logits) {
    var values = new NDList(loss);
    if (!metrics.isEmpty()) {
      NDArray outputs = output.of(logits);
      metrics.forEach(metric -> values.add(metric.of(target, outputs)));
    }
    return values;
  }
}
