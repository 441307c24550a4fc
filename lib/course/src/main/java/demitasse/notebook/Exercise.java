package demitasse.notebook;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The check cell of an exercise: says at once whether the learner's answer is right, and if not,
 * what is wrong with it. It never gives the answer away and never throws, so that a chapter whose
 * exercises are still open runs to its end.
 *
 * <p>The conditions are looked at in order. The first that fails is what the learner reads.
 *
 * <pre>{@code
 * Exercise.of(1, answer)
 *     .mistake(() -> answer == 784 * 784, "You left out the biases: there is one for each unit.")
 *     .equal("the number of parameters", answer, 615_440)
 *     .report()
 * }</pre>
 */
public final class Exercise {
  private static final String RIGHT = "✓ Exercise %d: right.";
  private static final String OPEN = "✗ Exercise %d: not yet. %s";

  private final int number;

  /** What the learner reads; null as long as nothing is wrong. */
  private String complaint;

  private Exercise(int number) {
    this.number = number;
  }

  /**
   * Begins the check of an exercise.
   *
   * @param number as the chapter counts its exercises
   * @param answers what the learner has to fill in; null is an answer that is still missing
   */
  public static Exercise of(int number, Object... answers) {
    Exercise exercise = new Exercise(number);
    // An array of numbers that is missing arrives as a missing array of answers.
    if (answers == null || Arrays.stream(answers).anyMatch(Objects::isNull)) {
      exercise.complaint = "There is no answer yet: fill in the cell above and run it.";
    }
    return exercise;
  }

  /**
   * Names a mistake that learners often make.
   *
   * @param made whether this answer makes it
   * @param hint what to think of, in a sentence
   */
  public Exercise mistake(BooleanSupplier made, String hint) {
    return complainUnless(() -> made.getAsBoolean() ? hint : null);
  }

  /** The number must be the expected one. */
  public Exercise equal(String what, Number answer, double expected) {
    return near(what, answer, expected, 0);
  }

  /** The same for a number that has to be computed from the answer: an open one has none. */
  public Exercise equal(String what, Supplier<? extends Number> answer, double expected) {
    return near(what, answer, expected, 0);
  }

  /** The number must be the expected one, within the tolerance; NaN never is. */
  public Exercise near(String what, Number answer, double expected, double tolerance) {
    return near(what, () -> answer, expected, tolerance);
  }

  /** The same for a number that has to be computed from the answer. */
  public Exercise near(
      String what, Supplier<? extends Number> answer, double expected, double tolerance) {
    return complainUnless(
        () -> {
          double value = answer.get().doubleValue();
          double off = value - expected;
          // The difference of two infinities is NaN.
          if (value == expected || Math.abs(off) <= tolerance) {
            return null;
          }
          return sentence(what)
              + " is "
              + (off > 0 ? "too large." : off < 0 ? "too small." : "NaN.");
        });
  }

  /**
   * The condition must hold.
   *
   * @param what the condition as a sentence without a full stop, such as {@code "each centre is the
   *     mean of its points"}
   */
  public Exercise holds(String what, BooleanSupplier condition) {
    return complainUnless(
        () -> condition.getAsBoolean() ? null : "This should hold: " + what + ".");
  }

  /** Code of the learner runs here: what it throws is a finding, not a failure of the cell. */
  private Exercise complainUnless(Supplier<String> finding) {
    if (complaint == null) {
      try {
        complaint = finding.get();
      } catch (RuntimeException | StackOverflowError | AssertionError e) {
        complaint = "Your code throws " + e + ".";
      }
    }
    return this;
  }

  private static String sentence(String what) {
    return what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1);
  }

  /** Returns the verdict, to be shown as the cell's value. */
  public String report() {
    return complaint == null ? RIGHT.formatted(number) : OPEN.formatted(number, complaint);
  }
}
