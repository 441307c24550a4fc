package demitasse.embed.repulsion;

import demitasse.numeric.Parallel;

/**
 * Repulsion by a tree, for maps of 1 to 3 dimensions: O(n log n) (Barnes and Hut 1986; for t-SNE,
 * van der Maaten 2014, "Accelerating t-SNE using tree-based algorithms", section 4.2).
 */
public final class BarnesHutRepulsion implements Repulsion {
  private static final int POINTS = 128;

  private final int dimensions;
  private final float theta;
  private final Parallel parallel;

  /**
   * @param theta cells up to this many times smaller than they are far act as one point; 0 is exact
   */
  public BarnesHutRepulsion(int dimensions, double theta, Parallel parallel) {
    this.dimensions = dimensions;
    this.theta = (float) theta;
    this.parallel = parallel;
  }

  private double withoutItself(SpaceTree tree, int n) {
    return parallel.sum(
        n,
        POINTS,
        (from, to) -> {
          double part = 0;
          for (int p = from; p < to; p++) {
            part += tree.potential(p, theta);
          }
          return part;
        });
  }

  @Override
  public double forces(float[] y, float[] forces) {
    int n = y.length / dimensions;
    SpaceTree tree = new SpaceTree(y, dimensions);
    double sum =
        parallel.sum(
            n,
            POINTS,
            (from, to) -> {
              float[] force = new float[3];
              double part = 0;
              // In the order of the leaves, neighbours walk the same cells one after the other.
              for (int p = from; p < to; p++) {
                int i = tree.id(p) * dimensions;
                float y1 = dimensions > 1 ? y[i + 1] : 0;
                float y2 = dimensions > 2 ? y[i + 2] : 0;
                part += tree.push(y[i], y1, y2, theta, force);
                System.arraycopy(force, 0, forces, i, dimensions);
              }
              return part;
            });
    // Each point has met itself, with q = 1.
    double z = sum - n;
    return Repulsion.isDoubtful(z, n) ? withoutItself(tree, n) : z;
  }
}
