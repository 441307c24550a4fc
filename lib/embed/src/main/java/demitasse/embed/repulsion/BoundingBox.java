package demitasse.embed.repulsion;

import demitasse.numeric.Parallel;

/** The smallest rectangle around a map; a map of one dimension has height 0. */
record BoundingBox(double minX, double minY, double width, double height) {
  private static final int POINTS = 512;

  /** Returns the rectangle around a map of shape (n, dimensions). */
  static BoundingBox of(float[] y, int dimensions, Parallel parallel) {
    int n = y.length / dimensions;
    float[][] parts = new float[(n + POINTS - 1) / POINTS][];
    parallel.forBlocks(
        n, POINTS, (from, to) -> parts[from / POINTS] = bounds(y, dimensions, from, to));
    float[] all = parts[0];
    for (float[] part : parts) {
      all[0] = Math.min(all[0], part[0]);
      all[1] = Math.max(all[1], part[1]);
      all[2] = Math.min(all[2], part[2]);
      all[3] = Math.max(all[3], part[3]);
    }
    return new BoundingBox(all[0], all[2], (double) all[1] - all[0], (double) all[3] - all[2]);
  }

  private static float[] bounds(float[] y, int dimensions, int from, int to) {
    float minX = Float.POSITIVE_INFINITY;
    float maxX = Float.NEGATIVE_INFINITY;
    float minY = dimensions == 1 ? 0 : Float.POSITIVE_INFINITY;
    float maxY = dimensions == 1 ? 0 : Float.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      minX = Math.min(minX, y[i * dimensions]);
      maxX = Math.max(maxX, y[i * dimensions]);
      if (dimensions == 2) {
        minY = Math.min(minY, y[2 * i + 1]);
        maxY = Math.max(maxY, y[2 * i + 1]);
      }
    }
    return new float[] {minX, maxX, minY, maxY};
  }
}
