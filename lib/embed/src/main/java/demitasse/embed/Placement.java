package demitasse.embed;

import demitasse.embed.neighbors.Neighbors;
import demitasse.embed.repulsion.SpaceTree;
import demitasse.numeric.Parallel;
import demitasse.numeric.Points;
import java.util.Arrays;

/**
 * Places new points on a finished map, which stays as it is (Poličar et al. 2021, "Embedding to
 * reference t-SNE space addresses batch effects in single-cell classification").
 *
 * <p>Each new point has its own divergence, of p_j, its similarities to the points it is near to,
 * from q_j / Σ q_l over all points of the map; so new points do not depend on each other. They
 * start at the median of their neighbours. Where the gradient vanishes,
 *
 * <pre>y = (Σ_j p_j q_j y_j + (1/Z) Σ_j q_j² (y − y_j)) / Σ_j p_j q_j</pre>
 *
 * and stepping halfway to the right-hand side, again and again, leads there.
 */
final class Placement {
  private static final int STEPS = 50;
  private static final int POINTS = 64;

  private Placement() {}

  /**
   * Returns the places of the points that the neighbours belong to, shape (m, dimensions).
   *
   * @param map shape (n, dimensions)
   * @param neighbors of m new points among the n
   * @param conditional shape (m, k): p_j of each new point
   */
  static float[] place(
      Points map, Neighbors neighbors, float[] conditional, double theta, Parallel parallel) {
    SpaceTree tree = new SpaceTree(map.values(), map.dimensions());
    float[] placed = new float[neighbors.size() * map.dimensions()];
    parallel.forBlocks(
        neighbors.size(),
        POINTS,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            float[] y = median(map, neighbors, i);
            for (int step = 0; step < STEPS; step++) {
              improve(y, map, neighbors, conditional, i, tree, (float) theta);
            }
            System.arraycopy(y, 0, placed, i * map.dimensions(), map.dimensions());
          }
        });
    return placed;
  }

  /** Returns the median of each coordinate; two more zeros make any map one in space. */
  private static float[] median(Points map, Neighbors neighbors, int i) {
    int k = neighbors.k();
    float[] y = new float[3];
    float[] values = new float[k];
    for (int c = 0; c < map.dimensions(); c++) {
      for (int r = 0; r < k; r++) {
        values[r] = map.values()[neighbors.indices()[i * k + r] * map.dimensions() + c];
      }
      Arrays.sort(values);
      y[c] = (values[(k - 1) / 2] + values[k / 2]) / 2;
    }
    return y;
  }

  private static void improve(
      float[] y,
      Points map,
      Neighbors neighbors,
      float[] conditional,
      int i,
      SpaceTree tree,
      float theta) {
    int d = map.dimensions();
    int k = neighbors.k();
    float[] target = new float[3];
    double z = tree.push(y[0], y[1], y[2], theta, target);
    if (!(z > 0)) {
      return; // no point of the map is felt here
    }
    for (int c = 0; c < d; c++) {
      target[c] = (float) (target[c] / z);
    }
    float pull = 0;
    for (int e = i * k; e < (i + 1) * k; e++) {
      int at = neighbors.indices()[e] * d;
      float squared = 0;
      for (int c = 0; c < d; c++) {
        float difference = y[c] - map.values()[at + c];
        squared += difference * difference;
      }
      float weight = conditional[e] / (1 + squared);
      pull += weight;
      for (int c = 0; c < d; c++) {
        target[c] += weight * map.values()[at + c];
      }
    }
    for (int c = 0; c < d && pull > 0; c++) {
      y[c] += 0.5f * (target[c] / pull - y[c]);
    }
  }
}
