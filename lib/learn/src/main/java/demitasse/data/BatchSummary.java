package demitasse.data;

import ai.djl.ndarray.types.Shape;
import demitasse.data.preprocessing.Pipeline;
import java.util.Arrays;
import java.util.stream.Collectors;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The way from the stored bytes to a batch, step by step, as a table. */
final class BatchSummary {
  private BatchSummary() {}

  static Table of(ImageSet set, BatchForm form) {
    StringColumn step = StringColumn.create("Step");
    StringColumn output = StringColumn.create("Output");
    step.append("stored");
    output.append(set.imageShape() + " uint8");
    Pipeline pipeline = form.pipeline();
    for (int s = 0; s < pipeline.steps().size(); s++) {
      step.append(pipeline.steps().get(s).name());
      output.append(pipeline.shapes().get(s + 1) + " float32");
    }
    step.append("input");
    output.append(batchOf(set.inputShape()) + " float32");
    step.append("target");
    output.append(
        switch (form.target()) {
          case LABEL -> batchOf(set.targetShape()) + " int32, the label";
          case ONE_HOT -> batchOf(set.targetShape()) + " float32, one-hot";
          case INPUT -> "the input itself";
        });
    return Table.create(set.name(), step, output);
  }

  private static String batchOf(Shape shape) {
    String sides =
        Arrays.stream(shape.getShape()).mapToObj(n -> ", " + n).collect(Collectors.joining());
    return "(batch" + sides + ")";
  }
}
