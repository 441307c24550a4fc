package demitasse.notebook;

import demitasse.cluster.Contingency;
import demitasse.cluster.KMeans;
import demitasse.cluster.KMeansOptions;
import java.util.Arrays;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What a notebook shows of clusters as a table. */
public final class ClusterTables {
  private ClusterTables() {}

  /**
   * Clusters points into each of several numbers of clusters, as {@link KMeans#elbow} does.
   *
   * @param points shape (n, d)
   * @param options of which k is not used
   * @return columns {@code k} and {@code inertia}
   */
  public static Table elbow(float[][] points, KMeansOptions options, int... ks) {
    double[] inertias = KMeans.elbow(points, options, ks);
    return Table.create(
        "elbow",
        IntColumn.create("k", Arrays.copyOf(ks, inertias.length)),
        DoubleColumn.create("inertia", inertias));
  }

  /**
   * Returns how many points of each class each cluster has: a row for each cluster, a column for
   * each class, in the order of their numbers, and totals.
   *
   * @param rowName names the clusters and heads their column
   * @param columnName names the classes
   */
  public static Table cross(String rowName, int[] labels, String columnName, int[] classes) {
    Contingency counted = Contingency.of(labels, classes);
    StringColumn names = StringColumn.create(rowName);
    Arrays.stream(counted.labels()).forEach(label -> names.append(String.valueOf(label)));
    Table table = Table.create(rowName + " by " + columnName, names.append("total"));
    for (int c = 0; c < counted.classes().length; c++) {
      IntColumn column = IntColumn.create(String.valueOf(counted.classes()[c]));
      for (int[] row : counted.counts()) {
        column.append(row[c]);
      }
      table.addColumns(column.append(counted.columns()[c]));
    }
    return table.addColumns(IntColumn.create("total", counted.rows()).append(labels.length));
  }
}
