package demitasse.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

class TablesTest {
  @Test
  void showsFewDigitsAndKeepsTheNumbers() {
    Table table =
        Table.create(
            IntColumn.create("size", new int[] {64}),
            FloatColumn.create("share", new float[] {0.7777777f}),
            DoubleColumn.create("loss", new double[] {0.21745034604072572}));
    String shown = Tables.rounded(table, 4).print();
    assertTrue(shown.contains("0.2175"), shown);
    assertTrue(shown.contains("0.7778 "), shown);
    assertTrue(!shown.contains("0.21745") && shown.contains("64 "), shown);
    assertEquals(0.21745034604072572, table.doubleColumn("loss").get(0));
    assertThrows(IllegalArgumentException.class, () -> Tables.rounded(table, -1));
  }
}
