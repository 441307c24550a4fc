package demitasse.embed.repulsion;

/**
 * The repulsive half of the gradient: every point of the map pushes every other away.
 *
 * <p>With q_ij = 1 / (1 + |y_i − y_j|²), the gradient of t-SNE is (van der Maaten 2014, section 3)
 *
 * <pre>dKL/dy_i = 4 ( Σ_j p_ij q_ij (y_i − y_j) − (1/Z) Σ_j q_ij² (y_i − y_j) ),  Z = Σ_{k≠l} q_kl
 * </pre>
 *
 * and the second sum, over all pairs, is the costly one. The three implementations are the three
 * methods.
 */
public interface Repulsion {
  /** Farther off, float32 tells no neighbours apart: its steps are as wide as the kernel. */
  float FARTHEST = 1e7f;

  /**
   * Computes the repulsion at every point of a map.
   *
   * @param y the map, shape (n, dimensions)
   * @param forces receives Σ_j q_ij² (y_i − y_j), shape (n, dimensions)
   * @return Z
   */
  double forces(float[] y, float[] forces);

  /**
   * Tells whether a Z that was computed with each of n points itself in the sum, as 1, and then
   * without, has lost its digits to that: the map is so wide that no point feels another.
   */
  static boolean isDoubtful(double z, int n) {
    return z < 0.01 * n;
  }
}
