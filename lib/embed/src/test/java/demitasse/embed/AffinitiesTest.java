package demitasse.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.embed.neighbors.ExactSearch;
import demitasse.embed.neighbors.Neighbors;
import demitasse.embed.repulsion.ExactRepulsion;
import demitasse.embed.repulsion.Repulsion;
import demitasse.numeric.Cloud;
import demitasse.numeric.Parallel;
import demitasse.numeric.Points;
import java.util.Arrays;
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

  /** The gradient that Descent follows, against differences of the divergence that it reports. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theGradientIsTheDivergencesSlope(int dimensions) {
    Cloud points = Cloud.of(Points.of(Samples.blobs(60, 5, 3, 1), "points"));
    Affinities p = Affinities.of(ExactSearch.among(points, 59, PARALLEL), 10, PARALLEL);
    Attraction attraction = new Attraction(p, dimensions, PARALLEL);
    Repulsion repulsion = new ExactRepulsion(dimensions, PARALLEL);
    float[] y = Samples.map(60, dimensions, 2, 2);
    float[] attractive = new float[y.length];
    float[] repulsive = new float[y.length];
    attraction.forces(y, attractive);
    double z = repulsion.forces(y, repulsive);
    float[] scratch = new float[y.length];
    double step = 1e-2;
    for (int c = 0; c < y.length; c += 7) {
      float middle = y[c];
      y[c] = (float) (middle + step);
      double above = attraction.divergence(y, repulsion.forces(y, scratch));
      y[c] = (float) (middle - step);
      double below = attraction.divergence(y, repulsion.forces(y, scratch));
      y[c] = middle;
      double gradient = 4 * (attractive[c] - repulsive[c] / z);
      assertEquals((above - below) / (2 * step), gradient, 2e-5 + 1e-3 * Math.abs(gradient));
    }
  }
}
