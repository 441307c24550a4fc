package demitasse.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ClusterQualityTest {
  private static final int[] LABELS = {0, 0, 0, 1, 1, 1, 2, 2, 2, 2};
  private static final int[] CLASSES = {0, 0, 1, 1, 1, 2, 2, 2, 0, 2};
  private static final float[][] POINTS = {{0, 0}, {0, 1}, {1, 0}, {5, 5}, {5, 6}, {9, 0}};

  /** The figures are those of scikit-learn 1.2.1 for the same input. */
  @Test
  void figuresAreScikitLearns() {
    assertEquals(0.20454545454545456, ClusterQuality.adjustedRand(LABELS, CLASSES), 1e-12);
    assertEquals(
        0.4427012833460501, ClusterQuality.normalizedMutualInformation(LABELS, CLASSES), 1e-12);
    assertEquals(
        0.70237518778043,
        ClusterQuality.silhouette(POINTS, new int[] {0, 0, 0, 1, 1, 2}, 100, 0),
        1e-5);
  }

  @Test
  void purityCountsTheMajorities() {
    assertEquals(0.7, ClusterQuality.purity(LABELS, CLASSES), 1e-12);
  }

  @Test
  void countsAreEnough() {
    Contingency counts = Contingency.of(LABELS, CLASSES);
    assertEquals(0.7, ClusterQuality.purity(counts), 1e-12);
    assertEquals(0.20454545454545456, ClusterQuality.adjustedRand(counts), 1e-12);
    assertEquals(0.4427012833460501, ClusterQuality.normalizedMutualInformation(counts), 1e-12);
  }

  @Test
  void countsOfBillionsAreEnoughIfTheyAddUp() {
    int[] billions = {2_000_000_000, 2_000_000_000};
    int[] names = {0, 1};
    int[][] table = {{billions[0], 0}, {0, billions[1]}};
    Contingency many = new Contingency(names, names, table, billions, billions);
    assertEquals("4,000,000,000 points of 2 labels and 2 classes", many.toString());
    assertEquals(1, ClusterQuality.purity(many));
    assertEquals(1, ClusterQuality.normalizedMutualInformation(many), 1e-12);
    var wrong =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Contingency(names, names, table, new int[] {5, 1}, billions));
    assertEquals("the row of 0 adds up to 2000000000, not to 5", wrong.getMessage());
    int[] tooMany = {2_000_000_000, 2_000_000_000, 1};
    assertThrows(
        IllegalArgumentException.class,
        () -> new Contingency(names, names, table, tooMany, billions));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Contingency(names, names, table, billions, tooMany));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Contingency(new int[0], new int[0], new int[0][], new int[0], new int[0]));
  }

  @Test
  void namesOfClustersDoNotMatter() {
    int[] renamed = new int[LABELS.length];
    for (int i = 0; i < renamed.length; i++) {
      renamed[i] = 5 - LABELS[i];
    }
    assertEquals(1, ClusterQuality.adjustedRand(LABELS, renamed), 1e-12);
    assertEquals(1, ClusterQuality.normalizedMutualInformation(LABELS, renamed), 1e-12);
    assertEquals(1, ClusterQuality.purity(LABELS, renamed), 1e-12);
  }

  @Test
  void aSingleClusterSaysNothing() {
    int[] one = new int[CLASSES.length];
    assertEquals(0, ClusterQuality.adjustedRand(one, CLASSES), 1e-12);
    assertEquals(0, ClusterQuality.normalizedMutualInformation(one, CLASSES), 1e-12);
    assertEquals(1, ClusterQuality.adjustedRand(one, one), 1e-12);
  }

  @Test
  void aSampledSilhouetteIsNearThatOfAll() {
    float[][] points = new float[3000][2];
    int[] labels = new int[3000];
    for (int i = 0; i < 3000; i++) {
      labels[i] = i % 3;
      points[i][0] = 4 * labels[i] + (i * 37 % 101) / 50f;
      points[i][1] = (i * 53 % 97) / 50f;
    }
    double all = ClusterQuality.silhouette(points, labels, 3000, 0);
    assertEquals(all, ClusterQuality.silhouette(points, labels, 600, 1), 0.03);
  }

  @Test
  void largeNumbersForNamesCostNothing() {
    int[] labels = {0, 0, 2_000_000_000, 2_000_000_000};
    int[] classes = {7, 7, 1_999_999_999, 1_999_999_999};
    assertEquals(1, ClusterQuality.adjustedRand(labels, classes), 1e-12);
    assertEquals(1, ClusterQuality.normalizedMutualInformation(labels, classes), 1e-12);
    assertEquals(1, ClusterQuality.purity(labels, classes), 1e-12);
    float[][] points = {{0}, {1}, {10}, {11}};
    assertEquals(
        ClusterQuality.silhouette(points, new int[] {0, 0, 1, 1}, 4, 0),
        ClusterQuality.silhouette(points, labels, 4, 0));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> ClusterQuality.purity(LABELS, new int[3]));
    assertEquals("wanted as many labels as classes, and some; got 10 and 3", e.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> ClusterQuality.adjustedRand(new int[] {-1}, new int[] {0}));
    assertThrows(
        IllegalArgumentException.class,
        () -> ClusterQuality.silhouette(POINTS, new int[6], 100, 0));
  }
}
