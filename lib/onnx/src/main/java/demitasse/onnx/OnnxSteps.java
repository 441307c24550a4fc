package demitasse.onnx;

import demitasse.data.image.ImageShape;
import demitasse.data.image.Interpolation;
import demitasse.data.image.Resampling;
import demitasse.data.preprocessing.StepExporter;
import java.util.List;

/** Writes the steps from pixel values to a model's input into a graph. */
final class OnnxSteps implements StepExporter<String> {
  private final OnnxGraph graph;
  private int steps;

  OnnxSteps(OnnxGraph graph) {
    this.graph = graph;
  }

  @Override
  public String rescaled(String x, float scale, float offset) {
    String step = next();
    String factor = graph.numbers(step + ".scale", new float[] {scale});
    String y = graph.operation("Mul", step + "/Mul", List.of(x, factor));
    return offset == 0
        ? y
        : graph.operation(
            "Add",
            step + "/Add",
            List.of(y, graph.numbers(step + ".offset", new float[] {offset})));
  }

  @Override
  public String standardized(String x, float[] mean, float[] deviation) {
    String step = next();
    // (channels, 1, 1): one number for each channel.
    String means = graph.numbers(step + ".mean", mean, mean.length, 1, 1);
    String deviations = graph.numbers(step + ".deviation", deviation, deviation.length, 1, 1);
    String centred = graph.operation("Sub", step + "/Sub", List.of(x, means));
    return graph.operation("Div", step + "/Div", List.of(centred, deviations));
  }

  @Override
  public String channelsReversed(String x) {
    String step = next();
    String order = graph.integers(step + ".order", 2, 1, 0);
    return graph.operation(
        "Gather", step + "/Gather", List.of(x, order), Attributes.integer("axis", 1));
  }

  /** Multiplies by one matrix for columns and one for rows, so each interpolation matches ours. */
  @Override
  public String resized(
      String x, ImageShape from, int height, int width, Interpolation interpolation) {
    String step = next();
    float[] tall = resizing(from.height(), height, interpolation);
    String rows = graph.numbers(step + ".rows", tall, height, from.height());
    float[] wide = resizing(from.width(), width, interpolation);
    String columns = graph.numbers(step + ".columns", wide, width, from.width());
    String turned =
        graph.operation(
            "Transpose", step + "/Transpose", List.of(columns), Attributes.integers("perm", 1, 0));
    String high = graph.operation("MatMul", step + "/rows", List.of(rows, x));
    return graph.operation("MatMul", step + "/columns", List.of(high, turned));
  }

  /** Returns the (to, from) matrix that resizes a column: it holds each unit vector resized. */
  private static float[] resizing(int from, int to, Interpolation interpolation) {
    float[] units = new float[from * from];
    for (int i = 0; i < from; i++) {
      units[i * from + i] = 1;
    }
    float[] matrix = new float[to * from];
    Resampling.resize(units, new ImageShape(1, from, from), matrix, to, from, interpolation);
    return matrix;
  }

  @Override
  public String channelsLast(String x) {
    return graph.operation(
        "Transpose", next() + "/Transpose", List.of(x), Attributes.integers("perm", 0, 2, 3, 1));
  }

  @Override
  public String flat(String x, int size) {
    String step = next();
    String shape = graph.integers(step + ".shape", 0, size);
    return graph.operation("Reshape", step + "/Reshape", List.of(x, shape));
  }

  private String next() {
    return "preprocessing_" + ++steps;
  }
}
