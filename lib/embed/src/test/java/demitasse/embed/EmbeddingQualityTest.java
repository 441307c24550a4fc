package demitasse.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EmbeddingQualityTest {
  @Test
  void aMapOfTheSameFormIsPerfect() {
    float[][] points = Samples.blobs(200, 2, 3, 1);
    assertEquals(1, EmbeddingQuality.trustworthiness(points, points, 10), 1e-12);
    assertEquals(1, EmbeddingQuality.neighborRecall(points, points, 10), 1e-12);
  }

  /** Points 0 … 9 on a line; on the map 9 sits beside 0. Reckoned by hand. */
  @Test
  void strangersCostByTheirRank() {
    float[][] points = new float[10][1];
    float[][] map = new float[10][1];
    for (int i = 0; i < 10; i++) {
      points[i][0] = i * (1 + 0.001f * i);
      map[i][0] = points[i][0];
    }
    map[9][0] = -0.1f;
    // k = 1: 0 meets 9, of rank 9; 9 meets 0, of rank 9; all others keep their nearest.
    assertEquals(
        1 - 2.0 / (10 * 1 * (20 - 3 - 1)) * (8 + 8),
        EmbeddingQuality.trustworthiness(points, map, 1),
        1e-9);
    assertEquals(0.8, EmbeddingQuality.neighborRecall(points, map, 1), 1e-9);
  }

  @Test
  void aRandomMapIsNotTrusted() {
    float[][] points = Samples.blobs(400, 10, 4, 2);
    float[][] map = Samples.blobs(400, 2, 1, 3);
    assertTrue(EmbeddingQuality.trustworthiness(points, map, 5) < 0.6);
  }

  @Test
  void theMajorityOfNeighborsDecides() {
    float[][] map = {{0}, {1}, {2}, {10}, {11}, {12.5f}, {0.5f}};
    int[] labels = {0, 0, 0, 1, 1, 1, 1};
    // Of three neighbours each: only the last stands among strangers.
    assertEquals(6 / 7.0, EmbeddingQuality.neighborAccuracy(map, labels, 3), 1e-9);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    float[][] points = Samples.blobs(20, 2, 1, 4);
    assertThrows(
        IllegalArgumentException.class,
        () -> EmbeddingQuality.trustworthiness(points, Samples.blobs(19, 2, 1, 4), 3));
    assertThrows(
        IllegalArgumentException.class, () -> EmbeddingQuality.trustworthiness(points, points, 10));
    assertThrows(
        IllegalArgumentException.class, () -> EmbeddingQuality.neighborRecall(points, points, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> EmbeddingQuality.neighborAccuracy(points, new int[3], 3));
  }
}
