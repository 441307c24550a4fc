package demitasse.onnx;

import demitasse.train.History;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** The history of a training as metadata of a file. */
final class TrainingRecord {
  private TrainingRecord() {}

  /**
   * Returns the number of epochs, the losses and metrics of the last one, and the whole history as
   * CSV; nothing if there was no epoch.
   */
  static Map<String, String> of(History history) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (history.epochs().isEmpty()) {
      return texts;
    }
    texts.put("training.epochs", Integer.toString(history.epochs().size()));
    history
        .metrics()
        .keySet()
        .forEach(key -> texts.put("training." + key, Double.toString(history.last(key))));
    var csv = new StringWriter();
    history.table().write().csv(csv);
    texts.put("training.history", csv.toString());
    return texts;
  }
}
