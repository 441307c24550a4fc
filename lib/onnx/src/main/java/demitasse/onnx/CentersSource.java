package demitasse.onnx;

import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import java.util.Map;

/**
 * The centres of clusters.
 *
 * @param centers shape (k, d)
 */
record CentersSource(float[][] centers) implements Source {
  private static final String CLUSTER = "cluster";
  private static final String DISTANCES = "squared_distances";

  @Override
  public Shape inputShape() {
    return new Shape(centers[0].length);
  }

  /** Uses differences, because x² - 2xc + c² loses small distances to rounding. */
  @Override
  public List<Value> write(OnnxGraph graph, String input) {
    graph.numbers("centers", flat(), centers.length, centers[0].length);
    graph.integers("axis_of_centers", 1);
    graph.operation("Unsqueeze", "points", List.of(input, "axis_of_centers"));
    graph.operation("Sub", "differences", List.of("points", "centers"));
    graph.operation(
        "ReduceSumSquare",
        DISTANCES,
        List.of("differences"),
        Attributes.integers("axes", 2),
        Attributes.integer("keepdims", 0));
    graph.operation(
        "ArgMin",
        CLUSTER,
        List.of(DISTANCES),
        Attributes.integer("axis", 1),
        Attributes.integer("keepdims", 0));
    return List.of(
        new Value(CLUSTER, CLUSTER, DataType.INT64, new Shape()),
        new Value(DISTANCES, DISTANCES, DataType.FLOAT, new Shape(centers.length)));
  }

  private float[] flat() {
    int d = centers[0].length;
    float[] flat = new float[centers.length * d];
    for (int c = 0; c < centers.length; c++) {
      System.arraycopy(centers[c], 0, flat, c * d, d);
    }
    return flat;
  }

  @Override
  public List<String> outputs() {
    return List.of(CLUSTER, DISTANCES);
  }

  @Override
  public String description() {
    return "%d cluster centres of %d numbers".formatted(centers.length, centers[0].length);
  }

  @Override
  public Map<String, String> metadata() {
    return Map.of();
  }
}
