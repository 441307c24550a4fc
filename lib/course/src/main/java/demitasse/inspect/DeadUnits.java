package demitasse.inspect;

import static demitasse.numeric.Arguments.given;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import demitasse.data.Samples;
import demitasse.layer.Activation;
import demitasse.layer.Node;
import demitasse.model.Sequential;
import demitasse.train.Prediction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The units of a model that no sample wakes: those of ReLU that return 0 for all, those of ELU that
 * return -1, to a hundredth, for all. Nothing of such a unit reaches the layers behind it but a
 * constant, and (next to) no gradient passes it on the way back.
 *
 * <p>A unit that a single sample wakes is not dead, and yet next to useless: {@link #active} tells
 * how many wake each of them.
 *
 * @param rows one for each layer with ReLU or ELU, in order
 * @param shares by layer: for each of its units the share of the samples that wake it
 */
public record DeadUnits(List<Row> rows, Map<String, float[]> shares) {
  private static final float ELU_FLOOR = -0.99f;

  /**
   * One layer.
   *
   * @param layer its name
   * @param activation its activation
   * @param units how many numbers it returns
   * @param dead how many of them are always at the activation's lowest value
   */
  public record Row(String layer, Activation activation, int units, int dead) {}

  /** Copies. */
  public DeadUnits {
    rows = List.copyOf(rows);
    shares = Map.copyOf(shares);
  }

  /**
   * Counts.
   *
   * @param model knows the shape of its inputs
   * @param samples their inputs are passed through the model; at least one
   * @throws IllegalArgumentException if there are no samples, or the model takes inputs of another
   *     shape
   * @throws IllegalStateException if the model was closed
   * @throws CancellationException if the thread was interrupted
   */
  public static DeadUnits of(Sequential model, Samples samples) {
    given(model, "the model");
    given(samples, "the samples");
    if (samples.size() == 0) {
      throw new IllegalArgumentException("there are no samples");
    }
    Map<Node, float[]> awake = new LinkedHashMap<>();
    Prediction.visit(
        model.network(),
        samples,
        (node, output) -> {
          if (hasFloor(node)) {
            awake.merge(node, awake(node, output), DeadUnits::sum);
          }
        });
    Map<String, float[]> shares = new LinkedHashMap<>();
    awake.forEach((node, counts) -> shares.put(node.name(), divided(counts, samples.size())));
    return new DeadUnits(
        awake.entrySet().stream().map(each -> row(each.getKey(), each.getValue())).toList(),
        shares);
  }

  private static Row row(Node node, float[] awake) {
    int dead = 0;
    for (float count : awake) {
      dead += count == 0 ? 1 : 0;
    }
    return new Row(node.name(), node.layer().activation(), awake.length, dead);
  }

  private static boolean hasFloor(Node node) {
    Activation activation = node.layer().activation();
    return activation == Activation.RELU || activation == Activation.ELU;
  }

  /** Returns for each unit how many samples of a batch lift it from the activation's floor. */
  private static float[] awake(Node node, NDArray output) {
    float floor = node.layer().activation() == Activation.ELU ? ELU_FLOOR : 0;
    NDArray above = output.gt(floor).toType(DataType.FLOAT32, false);
    return above.sum(new int[] {0}).toFloatArray();
  }

  private static float[] sum(float[] a, float[] b) {
    float[] result = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = a[i] + b[i];
    }
    return result;
  }

  private static float[] divided(float[] values, int by) {
    float[] result = values.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] /= by;
    }
    return result;
  }

  /**
   * Returns for each unit of a layer the share of the samples that wake it, from 0 (dead) to 1.
   *
   * @throws IllegalArgumentException if there is no such layer
   */
  public float[] active(String layer) {
    return shares.get(layer(layer).layer()).clone();
  }

  /**
   * Returns the row of a layer.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Row layer(String name) {
    return rows.stream()
        .filter(row -> row.layer().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no layer " + name + " with ReLU or ELU: " + rows));
  }

  /** Returns the number of dead units in all layers. */
  public int total() {
    return rows.stream().mapToInt(Row::dead).sum();
  }

  /** Returns the rows as a table, with the share of the dead units in percent. */
  public Table table() {
    return Table.create(
        "dead units",
        StringColumn.create("layer", rows.stream().map(Row::layer)),
        StringColumn.create("activation", rows.stream().map(row -> row.activation().toString())),
        IntColumn.create("units", rows.stream().mapToInt(Row::units).toArray()),
        IntColumn.create("dead", rows.stream().mapToInt(Row::dead).toArray()),
        StringColumn.create("share", rows.stream().map(DeadUnits::share)));
  }

  private static String share(Row row) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * row.dead() / row.units());
  }

  /** Returns the table as text. */
  @Override
  public String toString() {
    return table().printAll();
  }
}
