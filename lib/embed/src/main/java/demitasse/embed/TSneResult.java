package demitasse.embed;

import java.util.List;
import java.util.Locale;

/**
 * A map and how it came about.
 *
 * @param embedding the map, shape (n, dimensions)
 * @param kl its divergence in nats; NaN if an interrupt left no time to compute it
 * @param klCurve the divergence before the first step, after the last one and, between, every
 *     {@link TSneOptions#reportEvery} steps
 * @param iterations how many steps were made; fewer than wanted if the listener or an interrupt
 *     stopped them
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

  /** Tells whether the run ended before the steps that were wanted. */
  public boolean isStopped() {
    return iterations < options.iterations();
  }

  /** Returns the figures in a line. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "map of %,d points in %d dimensions: %s after %d of %d steps, %s, %.1f s",
        embedding.length,
        options.dimensions(),
        Double.isNaN(kl) ? "KL not known" : String.format(Locale.ROOT, "KL %.4f nats", kl),
        iterations,
        options.iterations(),
        method,
        timings.total());
  }
}
