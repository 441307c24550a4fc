package demitasse.embed;

/**
 * A moment of an optimisation.
 *
 * @param iteration how many steps are done, from 0 to {@code iterations}
 * @param iterations how many there will be
 * @param kl the divergence of the map in nats, of the affinities without exaggeration
 * @param embedding a copy of the map, shape (n, dimensions)
 */
public record Progress(int iteration, int iterations, double kl, float[][] embedding) {}
