package demitasse.train;

import ai.djl.ndarray.NDArray;
import demitasse.engine.ArrayMemory;
import demitasse.layer.Activation;
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
