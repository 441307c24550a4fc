package demitasse.embed;

import demitasse.numeric.Parallel;
import java.util.Arrays;

/** The attractive half of the gradient and the divergence: sums over the pairs of neighbours. */
final class Attraction {
  private static final int POINTS = 256;

  private final Affinities affinities;
  private final int dimensions;
  private final Parallel parallel;

  Attraction(Affinities affinities, int dimensions, Parallel parallel) {
    this.affinities = affinities;
    this.dimensions = dimensions;
    this.parallel = parallel;
  }

  /**
   * Computes Σ_j p_ij q_ij (y_i − y_j) for every point.
   *
   * @param y the map, shape (n, dimensions)
   * @param forces receives the sums, same shape
   */
  void forces(float[] y, float[] forces) {
    parallel.forBlocks(
        affinities.size(),
        POINTS,
        (from, to) -> {
          if (dimensions == 2) {
            plane(y, from, to, forces);
          } else {
            anySpace(y, from, to, forces);
          }
        });
  }

  /**
   * Two pairs at a time: they share one division, the slowest operation, and the sums of one pair
   * do not wait for those of the pair before.
   */
  private void plane(float[] y, int from, int to, float[] forces) {
    int[] starts = affinities.starts();
    int[] columns = affinities.columns();
    float[] p = affinities.values();
    for (int i = from; i < to; i++) {
      float xi = y[2 * i];
      float yi = y[2 * i + 1];
      float forceX = 0;
      float forceY = 0;
      float otherX = 0;
      float otherY = 0;
      int end = starts[i + 1];
      int e = starts[i];
      for (; e + 1 < end; e += 2) {
        int j = 2 * columns[e];
        float dx = xi - y[j];
        float dy = yi - y[j + 1];
        float u = 1 + dx * dx + dy * dy;
        j = 2 * columns[e + 1];
        float otherDx = xi - y[j];
        float otherDy = yi - y[j + 1];
        float otherU = 1 + otherDx * otherDx + otherDy * otherDy;
        float inverse = 1 / (u * otherU);
        float pull = p[e] * otherU * inverse;
        forceX += pull * dx;
        forceY += pull * dy;
        pull = p[e + 1] * u * inverse;
        otherX += pull * otherDx;
        otherY += pull * otherDy;
      }
      if (e < end) {
        int j = 2 * columns[e];
        float dx = xi - y[j];
        float dy = yi - y[j + 1];
        float pull = p[e] / (1 + dx * dx + dy * dy);
        forceX += pull * dx;
        forceY += pull * dy;
      }
      forces[2 * i] = forceX + otherX;
      forces[2 * i + 1] = forceY + otherY;
    }
  }

  private void anySpace(float[] y, int from, int to, float[] forces) {
    int[] starts = affinities.starts();
    int[] columns = affinities.columns();
    float[] p = affinities.values();
    float[] force = new float[dimensions];
    for (int i = from; i < to; i++) {
      Arrays.fill(force, 0);
      for (int e = starts[i]; e < starts[i + 1]; e++) {
        int j = columns[e] * dimensions;
        float pull = (float) (p[e] / (1 + squaredDistance(y, i * dimensions, j)));
        for (int c = 0; c < dimensions; c++) {
          force[c] += pull * (y[i * dimensions + c] - y[j + c]);
        }
      }
      System.arraycopy(force, 0, forces, i * dimensions, dimensions);
    }
  }

  /**
   * Returns the Kullback–Leibler divergence Σ p_ij ln(p_ij / (q_ij / Z)) in nats.
   *
   * @param z the sum of q over all pairs of the map
   */
  double divergence(float[] y, double z) {
    int[] starts = affinities.starts();
    int[] columns = affinities.columns();
    float[] p = affinities.values();
    double pairs =
        parallel.sum(
            affinities.size(),
            POINTS,
            (from, to) -> {
              double sum = 0;
              for (int i = from; i < to; i++) {
                for (int e = starts[i]; e < starts[i + 1]; e++) {
                  if (p[e] > 0) {
                    double squared = squaredDistance(y, i * dimensions, columns[e] * dimensions);
                    sum += p[e] * Math.log(p[e] * (1 + squared));
                  }
                }
              }
              return sum;
            });
    return pairs + Math.log(z);
  }

  private double squaredDistance(float[] y, int i, int j) {
    double squared = 0;
    for (int c = 0; c < dimensions; c++) {
      double difference = (double) y[i + c] - y[j + c];
      squared += difference * difference;
    }
    return squared;
  }
}
