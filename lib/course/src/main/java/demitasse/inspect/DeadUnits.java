package demitasse.inspect;

import ai.djl.ndarray.NDManager;
import demitasse.data.Samples;
import demitasse.layer.Activation;
import demitasse.layer.Node;
import demitasse.model.Sequential;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The units of a model that no sample wakes: those of ReLU that return 0 for all, those of ELU that
 * return -1, to a thousandth, for all. Nothing of such a unit reaches the layers behind it but a
 * constant, and (next to) no gradient passes it on the way back.
 *
 * @param rows one for each layer with ReLU or ELU, in order
 */
public record DeadUnits(List<Row> rows) {
  private static final int BATCH_SIZE = 100;
  private static final float ELU_FLOOR = -0.999f;

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
  }

  /**
   * Counts.
   *
   * @param model knows the shape of its inputs
   * @param samples their inputs are passed through the model; at least one
   * @throws IllegalArgumentException if there are no samples
   * @throws IllegalStateException if the model was closed
   * @throws CancellationException if the thread was interrupted
   */
  public static DeadUnits of(Sequential model, Samples samples) {
    if (samples.size() == 0) {
      throw new IllegalArgumentException("there are no samples");
    }
    Map<Node, float[]> largest = new LinkedHashMap<>();
    for (int from = 0; from < samples.size(); from += BATCH_SIZE) {
      if (Thread.interrupted()) {
        throw new CancellationException("stopped");
      }
      int[] indices = IntStream.range(from, Math.min(from + BATCH_SIZE, samples.size())).toArray();
      try (NDManager scope = model.network().newScope()) {
        model
            .network()
            .visit(
                samples.batch(scope, indices, 0).input(),
                (node, output) -> {
                  if (hasFloor(node)) {
                    float[] batch = output.max(new int[] {0}).toFloatArray();
                    largest.merge(node, batch, DeadUnits::larger);
                  }
                });
      }
    }
    return new DeadUnits(
        largest.entrySet().stream().map(each -> row(each.getKey(), each.getValue())).toList());
  }

  private static Row row(Node node, float[] largest) {
    Activation activation = node.layer().activation();
    float floor = activation == Activation.ELU ? ELU_FLOOR : 0;
    int dead = 0;
    for (float value : largest) {
      dead += value <= floor ? 1 : 0;
    }
    return new Row(node.name(), activation, largest.length, dead);
  }

  private static boolean hasFloor(Node node) {
    Activation activation = node.layer().activation();
    return activation == Activation.RELU || activation == Activation.ELU;
  }

  private static float[] larger(float[] a, float[] b) {
    float[] result = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = Math.max(a[i], b[i]);
    }
    return result;
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
