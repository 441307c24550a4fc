package demitasse.notebook;

import static demitasse.numeric.Arguments.check;
import static demitasse.numeric.Arguments.given;

import demitasse.cluster.Contingency;
import demitasse.cluster.KMeans;
import demitasse.cluster.KMeansOptions;
import java.util.Arrays;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What a notebook shows of clusters as a table. */
public final class ClusterTables {
  private static final String TOTAL = "total";

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
   * @throws IllegalArgumentException if there are not as many labels as classes, or none, or if
   *     another column has the name of the clusters: {@code total}, or the number of a class
   */
  public static Table cross(String rowName, int[] labels, String columnName, int[] classes) {
    given(rowName, "the name of the rows");
    given(columnName, "the name of the columns");
    Contingency counted = Contingency.of(labels, classes);
    String head = rowName.strip();
    check(
        !head.equalsIgnoreCase(TOTAL)
            && IntStream.of(counted.classes()).noneMatch(c -> head.equals(String.valueOf(c))),
        "the name of the rows must differ from those of the columns",
        "\"" + rowName + "\"");
    StringColumn names = StringColumn.create(rowName);
    Arrays.stream(counted.labels()).forEach(label -> names.append(String.valueOf(label)));
    Table table = Table.create(rowName + " by " + columnName, names.append(TOTAL));
    for (int c = 0; c < counted.classes().length; c++) {
      IntColumn column = IntColumn.create(String.valueOf(counted.classes()[c]));
      for (int[] row : counted.counts()) {
        column.append(row[c]);
      }
      table.addColumns(column.append(counted.columns()[c]));
    }
    return table.addColumns(IntColumn.create(TOTAL, counted.rows()).append(labels.length));
  }
}
