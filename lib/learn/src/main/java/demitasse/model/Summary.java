package demitasse.model;

import ai.djl.ndarray.types.Shape;
import demitasse.layer.Node;
import demitasse.layer.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
  private static final String GAP = "   ";

  /**
   * One layer.
   *
   * @param layer its name in the model
   * @param part the nested model in which it stands; empty in none
   * @param type Keras' name for the type of layer, such as {@code Conv2D}
   * @param outputShape without the batch dimension
   * @param activation Keras' name
   * @param trainable number of parameters that training changes
   * @param nonTrainable number of parameters that it does not, such as moving averages
   * @param inputs names of the layers whose outputs it takes
   */
  public record Row(
      String layer,
      String part,
      String type,
      Shape outputShape,
      String activation,
      long trainable,
      long nonTrainable,
      List<String> inputs) {
    /** Returns the number of all parameters. */
    public long parameters() {
      return trainable + nonTrainable;
    }
  }

  static Summary of(Sequential model) {
    return new Summary(model.network().nodes().stream().map(Summary::row).toList());
  }

  private static Row row(Node node) {
    long trainable = 0;
    long nonTrainable = 0;
    for (Weight weight : node.layer().parameters()) {
      if (weight.trainable()) {
        trainable += weight.shape().size();
      } else {
        nonTrainable += weight.shape().size();
      }
    }
    return new Row(
        node.name(),
        node.part(),
        node.layer().type(),
        node.outputShape(),
        node.layer().activation().toString(),
        trainable,
        nonTrainable,
        node.inputs());
  }

  /** Tells whether a layer takes anything else than the output of the layer in the row above. */
  private boolean branches() {
    for (int i = 1; i < rows.size(); i++) {
      if (!rows.get(i).inputs().equals(List.of(rows.get(i - 1).layer()))) {
        return true;
      }
    }
    return false;
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
        StringColumn.create("type", rows.stream().map(Row::type)),
        StringColumn.create("output shape", rows.stream().map(row -> row.outputShape().toString())),
        StringColumn.create("activation", rows.stream().map(Row::activation)),
        LongColumn.create("parameters", rows.stream().mapToLong(Row::parameters)),
        StringColumn.create("inputs", rows.stream().map(row -> String.join(", ", row.inputs()))));
  }

  /**
   * Returns the table and the totals as text. The layers of a nested model stand below its name,
   * moved in. Where the model branches, a last column tells from which layers each takes its input.
   */
  @Override
  public String toString() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("Layer (type)", "Output shape", "Activation", "Parameters", "Connected to"));
    String part = "";
    for (Row row : rows) {
      if (!row.part().equals(part) && !row.part().isEmpty()) {
        lines.add(List.of(row.part(), "", "", "", ""));
      }
      part = row.part();
      lines.add(
          List.of(
              (part.isEmpty() ? "" : "  ") + row.layer() + " (" + row.type() + ")",
              row.outputShape().toString(),
              row.activation(),
              count(row.parameters()),
              String.join(", ", row.inputs())));
    }
    int columns = branches() ? 5 : 4;
    int[] width = new int[columns];
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        width[i] = Math.max(width[i], line.get(i).length());
      }
    }
    String rule = "─".repeat(Arrays.stream(width).sum() + GAP.length() * (columns - 1));
    List<String> text = new ArrayList<>();
    for (List<String> line : lines) {
      text.add(aligned(line.subList(0, columns), width));
    }
    text.add(1, rule);
    text.add(rule);
    text.add(
        "Total parameters: %s (trainable %s, non-trainable %s)"
            .formatted(count(parameters()), count(trainable()), count(nonTrainable())));
    return String.join("\n", text);
  }

  private static String aligned(List<String> cells, int[] width) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String blanks = " ".repeat(width[i] - cells.get(i).length());
      // Numbers stand flush right.
      line.append(i == 0 ? "" : GAP).append(i == 3 ? blanks + cells.get(i) : cells.get(i) + blanks);
    }
    return line.toString().stripTrailing();
  }

  private static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }
}
