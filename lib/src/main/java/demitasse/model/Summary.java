package demitasse.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a model is made of: one row a layer, and the totals, as Keras' {@code summary()} prints
 * them.
 *
 * @param rows the layers in order
 */
public record Summary(List<Row> rows) {
  /**
   * One layer.
   *
   * @param layer its name in the model
   * @param outputShape without the batch dimension
   * @param activation Keras' name
   * @param trainable number of parameters that training changes
   * @param nonTrainable number of parameters that it does not, such as moving averages
   */
  public record Row(
      String layer, Shape outputShape, String activation, long trainable, long nonTrainable) {
    /** Returns the number of all parameters. */
    public long parameters() {
      return trainable + nonTrainable;
    }
  }

  /** Returns the summary of a model; it need not be built. */
  public static Summary of(Sequential model) {
    return new Summary(model.layers().stream().map(Summary::row).toList());
  }

  private static Row row(Sequential.Named named) {
    Layer layer = named.layer();
    long trainable = 0;
    long nonTrainable = 0;
    for (Parameter parameter : layer.getDirectParameters().values()) {
      long size = parameter.getShape().size();
      if (parameter.requiresGradient()) {
        trainable += size;
      } else {
        nonTrainable += size;
      }
    }
    return new Row(
        named.name(), named.outputShape(), layer.activation().toString(), trainable, nonTrainable);
  }

  /** Returns the number of parameters that training changes. */
  public long trainable() {
    return rows.stream().mapToLong(Row::trainable).sum();
  }

  /** Returns the number of parameters that training does not change. */
  public long nonTrainable() {
    return rows.stream().mapToLong(Row::nonTrainable).sum();
  }

  /** Returns the number of all parameters. */
  public long parameters() {
    return trainable() + nonTrainable();
  }

  /** Returns the layers as a table, for computing with them. */
  public Table table() {
    return Table.create(
        "model summary",
        StringColumn.create("layer", rows.stream().map(Row::layer)),
        StringColumn.create("output shape", rows.stream().map(row -> row.outputShape().toString())),
        StringColumn.create("activation", rows.stream().map(Row::activation)),
        LongColumn.create("parameters", rows.stream().mapToLong(Row::parameters)));
  }

  /** Returns the table and the totals as text. */
  @Override
  public String toString() {
    var lines = new ArrayList<String[]>();
    lines.add(new String[] {"Layer", "Output shape", "Activation", "Parameters"});
    for (Row row : rows) {
      lines.add(
          new String[] {
            row.layer(), row.outputShape().toString(), row.activation(), count(row.parameters())
          });
    }
    int[] width = new int[4];
    for (String[] line : lines) {
      for (int i = 0; i < width.length; i++) {
        width[i] = Math.max(width[i], line[i].length());
      }
    }
    String rule = "─".repeat(Arrays.stream(width).sum() + 9);
    String format =
        "%-" + width[0] + "s   %-" + width[1] + "s   %-" + width[2] + "s   %" + width[3] + "s";
    String body =
        lines.stream()
            .map(line -> String.format(Locale.ROOT, format, (Object[]) line))
            .collect(Collectors.joining("\n"));
    int endOfHead = body.indexOf('\n');
    return body.substring(0, endOfHead)
        + "\n"
        + rule
        + body.substring(endOfHead)
        + "\n"
        + rule
        + "\nTotal parameters: "
        + count(parameters())
        + " (trainable "
        + count(trainable())
        + ", non-trainable "
        + count(nonTrainable())
        + ")";
  }

  private static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }
}
