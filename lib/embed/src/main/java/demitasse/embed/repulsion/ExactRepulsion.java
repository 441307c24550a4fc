package demitasse.embed.repulsion;

import demitasse.numeric.Parallel;

/**
 * Repulsion summed over all n² pairs.
 *
 * <p>The inner loop runs along a block of the points that are pushed, so that it needs no sum
 * across its steps and the compiler turns it into vector instructions.
 */
public final class ExactRepulsion implements Repulsion {
  private static final int BLOCK = 256;

  private final int dimensions;
  private final Parallel parallel;

  public ExactRepulsion(int dimensions, Parallel parallel) {
    this.dimensions = dimensions;
    this.parallel = parallel;
  }

  @Override
  public double forces(float[] y, float[] forces) {
    int n = y.length / dimensions;
    double sum = parallel.sum(n, BLOCK, (from, to) -> block(y, n, from, to, forces));
    // Each point has met itself, with q = 1.
    double z = sum - n;
    return Repulsion.isDoubtful(z, n)
        ? parallel.sum(n, BLOCK, (from, to) -> withoutItself(y, n, from, to))
        : z;
  }

  /** Returns the part of Z of some points, in double precision. */
  private double withoutItself(float[] y, int n, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      for (int j = 0; j < n; j++) {
        double squared = 0;
        for (int c = 0; c < dimensions; c++) {
          double difference = (double) y[i * dimensions + c] - y[j * dimensions + c];
          squared += difference * difference;
        }
        sum += i == j ? 0 : 1 / (1 + squared);
      }
    }
    return sum;
  }

  private double block(float[] y, int n, int from, int to, float[] forces) {
    int size = to - from;
    float[][] at = new float[3][size];
    float[][] force = new float[3][size];
    float[] q = new float[size];
    for (int c = 0; c < dimensions; c++) {
      for (int j = 0; j < size; j++) {
        at[c][j] = y[(from + j) * dimensions + c];
      }
    }
    for (int i = 0; i < n; i++) {
      int p = i * dimensions;
      switch (dimensions) {
        case 1 -> pushPlane(y[p], 0, at, force, q, size);
        case 2 -> pushPlane(y[p], y[p + 1], at, force, q, size);
        default -> pushSpace(y[p], y[p + 1], y[p + 2], at, force, q, size);
      }
    }
    double sum = 0;
    for (int j = 0; j < size; j++) {
      sum += q[j];
      for (int c = 0; c < dimensions; c++) {
        forces[(from + j) * dimensions + c] = force[c][j];
      }
    }
    return sum;
  }

  private static void pushPlane(
      float x, float y, float[][] at, float[][] force, float[] sums, int size) {
    float[] atX = at[0];
    float[] atY = at[1];
    float[] forceX = force[0];
    float[] forceY = force[1];
    for (int j = 0; j < size; j++) {
      float dx = atX[j] - x;
      float dy = atY[j] - y;
      float q = 1 / (1 + dx * dx + dy * dy);
      sums[j] += q;
      q *= q;
      forceX[j] += q * dx;
      forceY[j] += q * dy;
    }
  }

  private static void pushSpace(
      float x, float y, float z, float[][] at, float[][] force, float[] sums, int size) {
    float[] atX = at[0];
    float[] atY = at[1];
    float[] atZ = at[2];
    float[] forceX = force[0];
    float[] forceY = force[1];
    float[] forceZ = force[2];
    for (int j = 0; j < size; j++) {
      float dx = atX[j] - x;
      float dy = atY[j] - y;
      float dz = atZ[j] - z;
      float q = 1 / (1 + dx * dx + dy * dy + dz * dz);
      sums[j] += q;
      q *= q;
      forceX[j] += q * dx;
      forceY[j] += q * dy;
      forceZ[j] += q * dz;
    }
  }
}
