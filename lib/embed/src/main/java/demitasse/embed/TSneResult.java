package demitasse.embed;

import java.util.List;

/**
 * A map and how it came about.
 *
 * @param embedding the map, shape (n, dimensions)
 * @param kl its divergence in nats
 * @param klCurve the divergence before the first step, after the last one and, between, every
 *     {@link TSneOptions#reportEvery} steps
 * @param iterations how many steps were made; fewer than wanted if the listener stopped them
 * @param method how forces were summed; never {@link Method#AUTO}
 * @param timings where the time went
 * @param options as they were used
 */
public record TSneResult(
    float[][] embedding,
    double kl,
    List<Kl> klCurve,
    int iterations,
    Method method,
    Timings timings,
    TSneOptions options) {
  /**
   * A value of the divergence.
   *
   * @param iteration after how many steps
   * @param kl in nats, of the affinities without exaggeration
   */
  public record Kl(int iteration, double kl) {}
}
