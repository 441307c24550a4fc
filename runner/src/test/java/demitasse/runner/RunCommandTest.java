package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RunCommandTest {
  private static final Outcome REAL =
      new Outcome("03-a", Duration.ofMillis(1234), OptionalLong.of(987), List.of(), true, "passed");
  private static final Outcome GENERATED =
      new Outcome(
          "01-c",
          Duration.ofSeconds(7),
          OptionalLong.of(87),
          List.of("MNIST", "CIFAR-100"),
          true,
          "passed");
  private static final Outcome FAILED =
      Outcome.failed("07-bb", Duration.ofSeconds(100), OptionalLong.empty(), "broke");

  @Test
  void theTableAlignsItsColumnsAndTellsOnWhatEachRan() {
    assertEquals(
        List.of(
            "notebook     time  peak memory  data       check",
            "03-a        1.2 s       987 MB  real       passed",
            "01-c        7.0 s        87 MB  GENERATED  passed",
            "07-bb     100.0 s            –  –          broke"),
        RunCommand.table(List.of(REAL, GENERATED, FAILED)).lines().toList());
  }

  @Test
  void aWarningNamesTheSetsAndTheChaptersOfAGeneratedRun() {
    String warning = RunCommand.warning(List.of(REAL, GENERATED, FAILED)).orElseThrow();
    assertTrue(warning.contains("not on MNIST or CIFAR-100: 01-c."), warning);
    assertTrue(warning.contains("./demitasse data"), warning);
    assertEquals(Optional.empty(), RunCommand.warning(List.of(REAL, FAILED)));
  }
}
