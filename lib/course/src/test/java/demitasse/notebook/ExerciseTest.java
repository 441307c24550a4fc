package demitasse.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExerciseTest {
  private static Exercise parameters(Integer answer) {
    return Exercise.of(1, answer)
        .mistake(() -> answer == 784 * 784, "You left out the biases.")
        .equal("the number of parameters", answer, 615_440);
  }

  @Test
  void anOpenExerciseAsksForAnAnswerAndDoesNotThrow() {
    assertEquals(
        "✗ Exercise 1: not yet. There is no answer yet: fill in the cell above and run it.",
        parameters(null).report());
  }

  @Test
  void theRightAnswerIsRight() {
    assertEquals("✓ Exercise 1: right.", parameters(615_440).report());
  }

  @Test
  void aCommonMistakeGetsItsHint() {
    assertEquals("✗ Exercise 1: not yet. You left out the biases.", parameters(614_656).report());
  }

  @Test
  void aWrongNumberIsTooLargeOrTooSmallAndTheAnswerStaysSecret() {
    String large = parameters(700_000).report();
    String small = parameters(7).report();
    assertTrue(large.endsWith("The number of parameters is too large."), large);
    assertTrue(small.endsWith("The number of parameters is too small."), small);
    assertTrue(!(large + small).contains("615"), large + small);
  }

  @Test
  void aToleranceHasTwoSidesAndNothingIsNearNaN() {
    assertTrue(Exercise.of(2).near("the loss", 0.0205, 0.02, 0.001).report().startsWith("✓"));
    assertTrue(Exercise.of(2).near("the loss", 0.0189, 0.02, 0.001).report().startsWith("✗"));
    String nan = Exercise.of(2).near("the loss", Double.NaN, 0.02, 0.001).report();
    assertEquals("✗ Exercise 2: not yet. The loss is NaN.", nan);
    double endless = Double.POSITIVE_INFINITY;
    assertTrue(Exercise.of(2).equal("the limit", endless, endless).report().startsWith("✓"));
  }

  @Test
  void whatIsComputedFromAnAnswerWaitsForOne() {
    List<Integer> missing = null;
    String open = Exercise.of(5, missing).equal("the size", () -> missing.size(), 2).report();
    assertTrue(open.startsWith("✗ Exercise 5: not yet. There is no answer yet"), open);
    List<Integer> given = List.of(7, 8);
    assertEquals(
        "✓ Exercise 5: right.",
        Exercise.of(5, given).equal("the size", () -> given.size(), 2).report());
  }

  @Test
  void anArrayIsAnAnswerLikeAnyOther() {
    float[] missing = null;
    float[][] missingRows = null;
    for (Exercise open : List.of(Exercise.of(6, missing), Exercise.of(6, (Object[]) missingRows))) {
      assertTrue(open.report().contains("no answer yet"), open.report());
    }
    float[][] rows = {{1, 2}, {3, 4}};
    assertEquals("✓ Exercise 6: right.", Exercise.of(6, (Object[]) rows).report());
  }

  @Test
  void onlyTheFirstFindingIsReported() {
    String report =
        Exercise.of(3)
            .holds("the list is sorted", () -> false)
            .holds("the list is long", () -> false)
            .report();
    assertEquals("✗ Exercise 3: not yet. This should hold: the list is sorted.", report);
  }

  @Test
  void whatTheLearnersCodeThrowsIsReported() {
    List<Integer> empty = List.of();
    String report = Exercise.of(4).holds("the first is 1", () -> empty.get(0) == 1).report();
    assertTrue(report.startsWith("✗ Exercise 4: not yet. Your code throws java.lang."), report);
  }

  @Test
  void aRecursionWithoutEndIsReportedToo() {
    String report = Exercise.of(2).holds("it ends", () -> endless(0) == 0).report();
    assertTrue(report.contains("Your code throws java.lang.StackOverflowError"), report);
    String failed =
        Exercise.of(2)
            .holds(
                "it ends",
                () -> {
                  throw new AssertionError("not 3");
                })
            .report();
    assertTrue(failed.contains("Your code throws java.lang.AssertionError: not 3"), failed);
  }

  private static int endless(int depth) {
    return endless(depth + 1) + 1;
  }
}
