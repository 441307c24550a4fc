package demitasse.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class HistoryTest {
  private static Map<String, Double> epoch(double loss, double validationLoss) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss", loss);
    values.put("val_loss", validationLoss);
    return values;
  }

  @Test
  void isATableWithKerasKeys() {
    History history = History.empty().with(3, epoch(0.5, 0.6)).with(4, epoch(0.25, 0.3));
    Table table = history.table();
    assertEquals(List.of("epoch", "loss", "val_loss"), table.columnNames());
    assertEquals(4, table.intColumn("epoch").get(1));
    assertEquals(0.25, table.doubleColumn("loss").get(1));
    assertEquals(0.3, history.last("val_loss"));
    History exact = History.empty().with(1, epoch(1 / 3.0, 1));
    assertEquals("0.3333", exact.table().doubleColumn("loss").getString(0));
    assertEquals(1 / 3.0, exact.table().doubleColumn("loss").get(0));
    assertTrue(history.toString().contains("val_loss"), history.toString());
  }

  @Test
  void saysWhatIsMissing() {
    var none = assertThrows(IllegalArgumentException.class, () -> History.empty().last("loss"));
    assertTrue(none.getMessage().contains("no epoch was finished"), none.getMessage());
    var unknown =
        assertThrows(
            IllegalArgumentException.class,
            () -> History.empty().with(1, epoch(1, 2)).last("accuracy"));
    assertTrue(unknown.getMessage().contains("val_loss"), unknown.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> new History(List.of(1, 2), Map.of("loss", List.of(0.1))));
  }

  @Test
  void aKeyThatComesLaterOrStaysAwayLeavesAGap() {
    History history =
        History.empty()
            .with(1, Map.of("loss", 0.5))
            .with(2, Map.of("loss", 0.4, "val_loss", 0.6))
            .with(3, Map.of("loss", 0.3));
    assertEquals(List.of(0.5, 0.4, 0.3), history.metrics().get("loss"));
    assertEquals(List.of(Double.NaN, 0.6, Double.NaN), history.metrics().get("val_loss"));
    assertEquals(3, history.table().rowCount());
  }

  @Test
  void theBestEpochHasTheHighestAccuracyOrTheLowestLoss() {
    History history =
        History.empty()
            .with(4, Map.of("loss", 0.5, "val_accuracy", 0.3))
            .with(5, Map.of("loss", 0.2, "val_accuracy", 0.6))
            .with(6, Map.of("loss", 0.3, "val_accuracy", 0.6));
    assertEquals(5, history.bestEpoch("loss"));
    assertEquals(5, history.bestEpoch("val_accuracy"), "of equals the first");
    assertThrows(IllegalArgumentException.class, () -> history.bestEpoch("val_loss"));
    assertEquals(List.of(6), history.after(5).epochs());
    assertEquals(0.3, history.after(5).last("loss"));
    assertEquals(List.of(), history.after(6).epochs());
  }
}
