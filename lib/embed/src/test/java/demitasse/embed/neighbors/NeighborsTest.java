package demitasse.embed.neighbors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.embed.NeighborRecall;
import demitasse.embed.Samples;
import demitasse.numeric.Cloud;
import demitasse.numeric.Parallel;
import demitasse.numeric.Points;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class NeighborsTest {
  private static final Parallel PARALLEL = Parallel.of(2);

  @AfterAll
  static void dismiss() {
    PARALLEL.close();
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
