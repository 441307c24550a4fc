package demitasse.inspect;

import java.util.Locale;

/**
 * The outcome when each image is predicted either as a class (positive) or not (negative).
 *
 * @param truePositives images of the class, predicted as the class
 * @param falsePositives other images, predicted as the class
 * @param falseNegatives images of the class, not predicted as the class
 * @param trueNegatives other images, not predicted as the class
 */
public record Decisions(
    int truePositives, int falsePositives, int falseNegatives, int trueNegatives) {

  /** Returns the share of the positives that are right; NaN if there are no positives. */
  public double precision() {
    return (double) truePositives / (truePositives + falsePositives);
  }

  /** Returns the share of the class's images that are found; NaN if there are no such images. */
  public double recall() {
    return (double) truePositives / (truePositives + falseNegatives);
  }

  /** Returns the confusion matrix: the class before the rest, a row for each truth. */
  public int[][] confusion() {
    return new int[][] {{truePositives, falseNegatives}, {falsePositives, trueNegatives}};
  }

  /** Returns one line: precision, recall, and how many positives there are. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "precision %.3f, recall %.3f, %,d positives",
        precision(),
        recall(),
        truePositives + falsePositives);
  }
}
