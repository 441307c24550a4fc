package demitasse.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EnginesTest {
  @Test
  void mxnetWhereItIsAndPyTorchWhereItIsNot() {
    assertEquals("MXNet", Engines.choose(null, true, true));
    assertEquals("MXNet", Engines.choose("", true, false));
    assertEquals("PyTorch", Engines.choose(null, false, true));
    assertThrows(IllegalStateException.class, () -> Engines.choose(null, false, false));
  }

  @Test
  void saysSoWherePyTorchTakesOver() {
    assertTrue(Engines.takesOver(Engines.choose(null, false, true), null));
    assertFalse(Engines.takesOver(Engines.choose("PyTorch", false, true), "PyTorch"));
    assertFalse(Engines.takesOver(Engines.choose("", true, true), ""));
  }

  @Test
  void whatIsAskedForOrAnExplanation() {
    assertEquals("PyTorch", Engines.choose("PyTorch", true, true));
    assertEquals("MXNet", Engines.choose("MXNet", true, true));
    var absent =
        assertThrows(IllegalStateException.class, () -> Engines.choose("PyTorch", true, false));
    assertTrue(absent.getMessage().contains("./demitasse kernel"), absent.getMessage());
    assertThrows(IllegalStateException.class, () -> Engines.choose("MXNet", false, true));
    assertThrows(IllegalStateException.class, () -> Engines.choose("TensorFlow", true, true));
  }

  @Test
  void theEngineInUseIsTheOneAskedFor() {
    String asked = System.getenv(Engines.VARIABLE);
    if (asked != null) {
      assertEquals(asked, Engines.current().getEngineName());
    } else {
      assertTrue(Engines.current().getVersion().matches("\\d+\\..*"));
    }
  }
}
