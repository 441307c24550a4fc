package demitasse.inspect;

import java.util.Locale;

/**
 * What comes out if each image is either taken for a class (positive) or not (negative).
 *
 * @param truePositives images of the class that are taken for it
 * @param falsePositives other images that are taken for it
 * @param falseNegatives images of the class that are not taken for it
 * @param trueNegatives other images that are not taken for it
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
