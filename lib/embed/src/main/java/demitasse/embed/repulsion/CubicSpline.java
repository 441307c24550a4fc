package demitasse.embed.repulsion;

/**
 * The uniform cubic B-spline: how a point is shared out among the four nodes around it, and how a
 * value is read from them. Weights and first derivatives change smoothly as a point passes a node.
 */
final class CubicSpline {
  /** How many nodes a point touches in each direction. */
  static final int NODES = 4;

  private CubicSpline() {}

  /**
   * Computes the weights of the four nodes.
   *
   * @param t the point's place after the second, from 0 to 1
   */
  static void weights(float t, float[] weights) {
    float s = 1 - t;
    weights[0] = s * s * s / 6;
    weights[1] = ((3 * t - 6) * t * t + 4) / 6;
    weights[2] = ((3 * s - 6) * s * s + 4) / 6;
    weights[3] = t * t * t / 6;
  }

  /** The weights' derivatives by t. */
  static void slopes(float t, float[] slopes) {
    float s = 1 - t;
    slopes[0] = -s * s / 2;
    slopes[1] = (3 * t - 4) * t / 2;
    slopes[2] = -(3 * s - 4) * s / 2;
    slopes[3] = t * t / 2;
  }

  /** Returns the discrete transform of the spline's values 1/6, 4/6 and 1/6 at the nodes. */
  static double spectrum(int frequency, int length) {
    return (4 + 2 * Math.cos(2 * Math.PI * frequency / length)) / 6;
  }
}
