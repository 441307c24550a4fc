package demitasse.onnx;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;

/** Something that can be exported as a graph. */
interface Source {
  /** Returns the shape of one input, without the batch dimension. */
  Shape inputShape();

  /**
   * Writes its operations.
   *
   * @param input name of the value that it takes
   * @return the values that can be outputs
   */
  List<Value> write(OnnxGraph graph, String input);

  /** Returns the names of the default outputs. */
  List<String> outputs();

  /** Returns a description for the reader of the file. */
  String description();

  /** Returns its metadata by key. */
  Map<String, String> metadata();
}
