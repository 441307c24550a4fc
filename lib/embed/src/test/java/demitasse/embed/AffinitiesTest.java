package demitasse.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.numeric.Cloud;
import demitasse.numeric.Parallel;
import demitasse.numeric.Points;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AffinitiesTest {
  private static final Parallel PARALLEL = Parallel.of(2);

  @AfterAll
  static void dismiss() {
    PARALLEL.close();
  }

  private static Neighbors neighbors(float[][] points, int k) {
    return ExactSearch.among(Cloud.of(Points.of(points, "points")), k, PARALLEL);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, 5, 30, 99})
  void everyRowHasThePerplexityAsked(double perplexity) {
    float[][] points = Samples.blobs(400, 6, 4, 1);
    // One point far from all others, and scales far from 1.
    Arrays.fill(points[17], 1e4f);
    for (float scale : new float[] {1e-6f, 1, 1e6f}) {
      float[][] scaled = new float[points.length][6];
      for (int i = 0; i < points.length; i++) {
        for (int c = 0; c < 6; c++) {
          scaled[i][c] = scale * points[i][c];
        }
      }
      int k = Perplexity.neighbors(perplexity, 399);
      float[] conditional = Perplexity.conditional(neighbors(scaled, k), perplexity, PARALLEL);
      for (int i = 0; i < points.length; i++) {
        double entropy = 0;
        double sum = 0;
        for (int e = i * k; e < (i + 1) * k; e++) {
          double p = conditional[e];
          sum += p;
          entropy -= p > 0 ? p * Math.log(p) : 0;
        }
        assertEquals(1, sum, 1e-5);
        assertEquals(Math.log(perplexity), entropy, 1e-3, "row " + i);
      }
    }
  }

  @Test
  void pointsThatCoincideWithAllTheirNeighborsFindThemAllEqual() {
    float[][] points = new float[40][3];
    Neighbors neighbors = neighbors(points, 15);
    for (float p : Perplexity.conditional(neighbors, 5, PARALLEL)) {
      assertEquals(1 / 15.0, p, 1e-6);
    }
  }

  @Test
  void theMatrixIsSymmetricSumsToOneAndHasNoDiagonal() {
    float[][] points = Samples.blobs(500, 4, 3, 2);
    Arrays.fill(points[3], -50);
    points[8] = points[9].clone();
    Affinities p = Affinities.of(neighbors(points, 30), 10, PARALLEL);
    double sum = 0;
    for (int i = 0; i < p.size(); i++) {
      for (int e = p.starts()[i]; e < p.starts()[i + 1]; e++) {
        int j = p.columns()[e];
        assertTrue(j != i);
        assertTrue(e == p.starts()[i] || p.columns()[e - 1] < j, "columns ascend");
        int mirror = Arrays.binarySearch(p.columns(), p.starts()[j], p.starts()[j + 1], i);
        assertTrue(mirror >= 0, "p_ji is there");
        assertEquals(p.values()[e], p.values()[mirror]);
        sum += p.values()[e];
      }
    }
    assertEquals(1, sum, 1e-5);
  }

  @Test
  void aPairsAffinityIsTheMeanOfBothConditionals() {
    // A point's single neighbour has probability 1: 0 and 1 are each other's, 2 leans on 1.
    float[][] points = {{0}, {1}, {3}};
    Affinities p = Affinities.of(neighbors(points, 1), 1, PARALLEL);
    assertEquals(2 / 6.0, value(p, 0, 1), 1e-6);
    assertEquals(1 / 6.0, value(p, 1, 2), 1e-6);
    assertEquals(1 / 6.0, value(p, 2, 1), 1e-6);
    assertEquals(4, p.columns().length);
  }

  private static double value(Affinities p, int i, int j) {
    int at = Arrays.binarySearch(p.columns(), p.starts()[i], p.starts()[i + 1], j);
    return at < 0 ? 0 : p.values()[at];
  }

  @Test
  void exactNeighborsAreThoseOfSortingAllDistances() {
    float[][] rows = Samples.blobs(700, 7, 5, 3);
    rows[100] = rows[99].clone();
    Points points = Points.of(rows, "points");
    Neighbors found = ExactSearch.among(Cloud.of(points), 9, PARALLEL);
    for (int i = 0; i < rows.length; i++) {
      int self = i;
      Integer[] others = new Integer[rows.length];
      Arrays.setAll(others, j -> j);
      Arrays.sort(
          others,
          (a, b) ->
              Double.compare(
                  points.squaredDistance(self, points, a),
                  points.squaredDistance(self, points, b)));
      Integer[] expected = Arrays.stream(others).filter(j -> j != self).toArray(Integer[]::new);
      for (int r = 0; r < 9; r++) {
        assertEquals(
            points.squaredDistance(i, points, expected[r]),
            found.squaredDistances()[i * 9 + r],
            1e-4);
      }
    }
  }

  @Test
  void theClusteredSearchFindsNearlyAllNeighborsOfNoiseAndOfBlobs() {
    SplittableRandom random = new SplittableRandom(4);
    float[][] noise = new float[4000][8];
    for (float[] row : noise) {
      for (int c = 0; c < 8; c++) {
        row[c] = (float) random.nextGaussian();
      }
    }
    for (float[][] rows : new float[][][] {noise, Samples.blobs(4000, 8, 6, 5)}) {
      Cloud points = Cloud.of(Points.of(rows, "points"));
      Neighbors exact = ExactSearch.among(points, 15, PARALLEL);
      double recall = exact.recall(inTheirOrder(ClusteredSearch.among(points, 15, PARALLEL)));
      assertTrue(recall > 0.97, "recall " + recall);
    }
  }

  /** Undoes the new numbers. */
  private static Neighbors inTheirOrder(Arranged arranged) {
    Neighbors found = arranged.neighbors();
    Neighbors result = Neighbors.allocate(found.size(), found.k());
    for (int e = 0; e < found.indices().length; e++) {
      int point = arranged.order()[e / found.k()];
      result.indices()[point * found.k() + e % found.k()] = arranged.order()[found.indices()[e]];
    }
    return result;
  }

  @Test
  void theRecallOfTheSearchIsMeasuredOnASample() {
    float[][] points = Samples.blobs(4000, 8, 6, 5);
    Cloud packed = Cloud.of(Points.of(points, "points"));
    double all =
        ExactSearch.among(packed, 15, PARALLEL)
            .recall(inTheirOrder(ClusteredSearch.among(packed, 15, PARALLEL)));
    assertEquals(all, NeighborRecall.ofSearch(points, 15, 4000), 0.01);
    assertThrows(IllegalArgumentException.class, () -> NeighborRecall.ofSearch(points, 15, 4001));
    assertThrows(IllegalArgumentException.class, () -> NeighborRecall.ofSearch(points, 4000, 10));
  }

  /** Data in step with themselves: every fourth point would show one of the clumps only. */
  @Test
  void aPeriodInTheDataDoesNotMisleadTheSearch() {
    Cloud points = Cloud.of(Points.of(Samples.blobs(6400, 30, 64, 7), "points"));
    Neighbors exact = ExactSearch.among(points, 10, PARALLEL);
    double recall = exact.recall(inTheirOrder(ClusteredSearch.among(points, 10, 64, 6, PARALLEL)));
    assertTrue(recall > 0.9, "recall " + recall);
  }

  @Test
  void theClusteredSearchIsTheSameForAnyNumberOfThreads() {
    Cloud points = Cloud.of(Points.of(Samples.blobs(3000, 9, 7, 8), "points"));
    Arranged two = ClusteredSearch.among(points, 20, PARALLEL);
    try (Parallel one = Parallel.of(1)) {
      Arranged alone = ClusteredSearch.among(points, 20, one);
      assertArrayEquals(alone.order(), two.order());
      assertArrayEquals(alone.neighbors().indices(), two.neighbors().indices());
      assertArrayEquals(alone.neighbors().squaredDistances(), two.neighbors().squaredDistances());
    }
  }

  @Test
  void theClusteredSearchFindsEnoughNeighborsWhereClustersAreTiny() {
    float[][] rows = Samples.blobs(500, 3, 100, 6);
    Cloud points = Cloud.of(Points.of(rows, "points"));
    Neighbors found = inTheirOrder(ClusteredSearch.among(points, 60, 100, 1, PARALLEL));
    for (int i = 0; i < 500; i++) {
      int[] row = Arrays.copyOfRange(found.indices(), i * 60, (i + 1) * 60);
      int self = i;
      assertEquals(60, Arrays.stream(row).filter(j -> j != self).distinct().count());
    }
  }
}
