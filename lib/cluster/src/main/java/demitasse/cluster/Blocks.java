package demitasse.cluster;

import demitasse.numeric.Parallel;
import demitasse.numeric.PointBlock;
import demitasse.numeric.Points;

/**
 * Points as the loops of k-means want them, made once for all restarts.
 *
 * @param points around the origin, where float32 is finest
 * @param blocks the same, block by block
 * @param squaredNorms |x|² of each point
 */
record Blocks(Points points, PointBlock[] blocks, float[] squaredNorms) {
  static Blocks of(Points points, Parallel parallel) {
    float[] squaredNorms = new float[points.size()];
    double[] origin = new double[points.dimensions()];
    parallel.forBlocks(
        points.size(),
        PointBlock.CAPACITY,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            squaredNorms[i] = (float) points.squaredDistance(i, origin);
          }
        });
    return new Blocks(points, PointBlock.all(points, parallel), squaredNorms);
  }
}
