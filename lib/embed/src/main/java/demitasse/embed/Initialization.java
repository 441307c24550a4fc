package demitasse.embed;

import demitasse.numeric.Points;

/**
 * Where the points of a map start.
 *
 * <p>The global arrangement of a t-SNE map is largely that of its start: principal components keep
 * it meaningful, and the same from run to run (Kobak and Berens 2019, "The art of using t-SNE for
 * single-cell transcriptomics").
 */
public sealed interface Initialization {
  /**
   * Starts from the leading principal components, scaled to a deviation of 1e-4. A hundredth of
   * that is noise, which the seed decides.
   */
  static Initialization pca() {
    return new PrincipalComponents();
  }

  /** Starts from a Gaussian cloud of deviation 1e-4, which depends on the seed. */
  static Initialization random() {
    return new RandomCloud();
  }

  /**
   * Starts from a given map, as it stands.
   *
   * @param embedding shape (n, dimensions)
   * @throws IllegalArgumentException if it is empty, ragged or not finite
   */
  static Initialization given(float[][] embedding) {
    return new Given(Points.of(embedding, "initial embedding"));
  }

  /** See {@link #pca()}. */
  record PrincipalComponents() implements Initialization {}

  /** See {@link #random()}. */
  record RandomCloud() implements Initialization {}

  /**
   * See {@link #given}.
   *
   * @param embedding the map
   */
  record Given(Points embedding) implements Initialization {}
}
