package demitasse.notebook;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CheckTest {
  @Test
  void reportsWhatHolds() {
    String report =
        Check.chapter("03-dense-autoencoder")
            .equal("parameters", 716_640, 716_640)
            .atMost("training MSE", 0.0066, 0.0075)
            .atLeast("accuracy", 0.98, 0.98)
            .report();
    assertTrue(report.contains("✓ parameters: 716,640, expected 716,640"), report);
    assertTrue(report.contains("03-dense-autoencoder: all checks hold"), report);
  }

  @Test
  void failsWithTheWholeReport() {
    Check check =
        Check.chapter("x")
            .atMost("loss", Double.NaN, 1)
            .atLeast("accuracy", Double.NaN, 0)
            .equal("n", 1, 2)
            .atMost("fine", 0, 1);
    var failed = assertThrows(AssertionError.class, check::report);
    assertTrue(failed.getMessage().contains("✗ loss"), failed.getMessage());
    assertTrue(failed.getMessage().contains("✓ fine"), failed.getMessage());
    assertTrue(failed.getMessage().contains("3 of 4 checks FAIL"), failed.getMessage());
  }

  @Test
  void aCheckThatChecksNothingIsAMistake() {
    assertThrows(IllegalStateException.class, () -> Check.chapter("x").report());
  }
}
