package demitasse.embed;

import demitasse.embed.neighbors.Neighbors;
import demitasse.numeric.Parallel;

/**
 * Finds for each point the width of the Gaussian under which its neighbours have the wanted
 * perplexity (van der Maaten and Hinton 2008, section 2).
 *
 * <p>p_j|i is proportional to exp(−β_i |x_i − x_j|²) over the neighbours j of i, and β_i = 1/2σ_i²
 * is such that the entropy of p_·|i in nats is the perplexity's logarithm.
 */
final class Perplexity {
  private static final int ROWS = 256;
  private static final double ENTROPY_TOLERANCE = 1e-5;
  private static final int MAX_STEPS = 100;

  private Perplexity() {}

  /** Tells how many neighbours stand for a perplexity: three times as many, if there are. */
  static int neighbors(double perplexity, int others) {
    return (int) Math.min(others, Math.floor(3 * perplexity));
  }

  /** Returns the conditional probabilities p_j|i, shape (n, k), each row of sum 1. */
  static float[] conditional(Neighbors neighbors, double perplexity, Parallel parallel) {
    int k = neighbors.k();
    float[] probabilities = new float[neighbors.size() * k];
    parallel.forBlocks(
        neighbors.size(),
        ROWS,
        (from, to) -> {
          double[] weights = new double[k];
          for (int i = from; i < to; i++) {
            row(neighbors.squaredDistances(), i * k, k, Math.log(perplexity), weights);
            for (int r = 0; r < k; r++) {
              probabilities[i * k + r] = (float) weights[r];
            }
          }
        });
    return probabilities;
  }

  /**
   * Solves one row by Newton's method on log β, kept inside a bracket that halves when a step would
   * leave it. Where the entropy cannot be reached (points that coincide with all their neighbours),
   * the row ends at the nearest that can, the uniform distribution.
   */
  private static void row(float[] distances, int start, int k, double entropy, double[] weights) {
    double nearest = Double.POSITIVE_INFINITY;
    double mean = 0;
    for (int r = 0; r < k; r++) {
      nearest = Math.min(nearest, distances[start + r]);
      mean += distances[start + r] / (double) k;
    }
    double spread = mean - nearest;
    // Equal distances give equal probabilities under any width.
    double logBeta = spread > 0 ? -Math.log(spread) : 0;
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    for (int step = 0; step < MAX_STEPS; step++) {
      double beta = Math.exp(logBeta);
      double sum = 0;
      double first = 0;
      double second = 0;
      for (int r = 0; r < k; r++) {
        // Relative to the nearest, or all weights of a far-off point would underflow to zero.
        double distance = distances[start + r] - nearest;
        double weight = Math.exp(-beta * distance);
        weights[r] = weight;
        sum += weight;
        first += weight * distance;
        second += weight * distance * distance;
      }
      for (int r = 0; r < k; r++) {
        weights[r] /= sum;
      }
      double meanDistance = first / sum;
      double excess = Math.log(sum) + beta * meanDistance - entropy;
      if (Math.abs(excess) < ENTROPY_TOLERANCE || spread == 0) {
        return;
      }
      if (excess > 0) {
        low = logBeta;
      } else {
        high = logBeta;
      }
      // dH/dβ = −β Var(distance), hence dH/d(log β) = −β² Var.
      double slope = -beta * beta * (second / sum - meanDistance * meanDistance);
      double next = logBeta - excess / slope;
      boolean far = Math.abs(next - logBeta) > 4;
      logBeta = next > low && next < high && !far ? next : middle(low, high);
    }
  }

  /** Returns a way into a bracket that may still be open at one end. */
  private static double middle(double low, double high) {
    if (Double.isInfinite(low)) {
      return high - 2;
    }
    return Double.isInfinite(high) ? low + 2 : (low + high) / 2;
  }
}
