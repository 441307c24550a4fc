package demitasse.embed;

import java.util.Locale;

/**
 * A moment of an optimization.
 *
 * @param iteration how many steps are done, from 0 to {@code iterations}
 * @param iterations how many there will be
 * @param kl the divergence of the map in nats, of the affinities without exaggeration
 * @param embedding a copy of the map, shape (n, dimensions)
 */
public record Progress(int iteration, int iterations, double kl, float[][] embedding) {
  /** Returns how far it is, in a line. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "step %,d of %,d: KL %.4f nats", iteration, iterations, kl);
  }
}
