package demitasse.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.cluster.KMeansOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class ClusterTablesTest {
  private static final int[] LABELS = {0, 0, 0, 1, 1, 1, 2, 2, 2, 2};
  private static final int[] CLASSES = {0, 0, 1, 1, 1, 2, 2, 2, 0, 2};

  @Test
  void theCrossTableCountsPairs() {
    Table table = ClusterTables.cross("cluster", LABELS, "digit", CLASSES);
    assertEquals(List.of("cluster", "0", "1", "2", "total"), table.columnNames());
    assertEquals(4, table.rowCount());
    assertEquals("2", table.getUnformatted(0, 1));
    assertEquals("1", table.getUnformatted(0, 2));
    assertEquals("3", table.getUnformatted(2, 3));
    assertEquals("10", table.getUnformatted(3, 4));
  }

  @Test
  void theCrossTableIsInTheOrderOfTheNumbers() {
    int[] labels = {11, 2, 0, 10, 1, 2};
    int[] classes = {100_000, 9, 10, 9, 1_000_000_000, 9};
    Table table = ClusterTables.cross("cluster", labels, "class", classes);
    assertEquals(
        List.of("cluster", "9", "10", "100000", "1000000000", "total"), table.columnNames());
    assertEquals(
        List.of("0", "1", "2", "10", "11", "total"), table.stringColumn("cluster").asList());
    assertEquals(List.of(0, 0, 2, 1, 0, 3), table.intColumn("9").asList());
    assertEquals(List.of(1, 1, 2, 1, 1, 6), table.intColumn("total").asList());
    for (String taken : new String[] {"total", "9"}) {
      var e =
          assertThrows(
              IllegalArgumentException.class,
              () -> ClusterTables.cross(taken, labels, "class", classes));
      assertEquals(
          "the name of the rows must differ from those of the columns, got \"" + taken + "\"",
          e.getMessage());
    }
  }

  @Test
  void theElbowHasARowForEachNumberOfClusters() {
    float[][] points = {{0}, {1}, {10}, {11}, {20}, {21}};
    Table elbow = ClusterTables.elbow(points, KMeansOptions.defaults(), 1, 3, 6);
    assertEquals(List.of("k", "inertia"), elbow.columnNames());
    assertEquals(List.of(1, 3, 6), elbow.intColumn("k").asList());
    assertEquals(1.5, elbow.doubleColumn("inertia").get(1), 1e-6);
    assertTrue(elbow.doubleColumn("inertia").get(0) > 100);
  }
}
