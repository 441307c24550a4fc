package demitasse.onnx;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;

/** What can be written as a graph. */
interface Source {
  /** Returns the shape of one input, without the batch dimension. */
  Shape inputShape();

  /**
   * Writes its operations.
   *
   * @param input the value that is its input
   * @return the values that can be outputs
   */
  List<Value> write(OnnxGraph graph, String input);

  /** Returns the names of the outputs, unless others are asked for. */
  List<String> outputs();

  /** Returns in words what it is. */
  String description();

  /** Returns what there is to say of it, by key. */
  Map<String, String> metadata();
}
