package demitasse.embed;

import demitasse.embed.TSneOptions.Initialization;
import demitasse.numeric.Parallel;
import demitasse.numeric.Points;
import java.util.SplittableRandom;

/** Makes the map that an {@link Initialization} asks for. */
final class InitialMap {
  /** The deviation of a start: small beside the kernel's width of 1, so that points can pass. */
  private static final double DEVIATION = 1e-4;

  private InitialMap() {}

  /** Returns a new map of {@code points}, shape (n, dimensions). */
  static float[] of(
      Points points, Initialization how, int dimensions, long seed, Parallel parallel) {
    return how instanceof Initialization.PrincipalComponents
        ? principalComponents(points, dimensions, seed, parallel)
        : atOnce(points.size(), how, dimensions, seed);
  }

  /** Returns a new map of n points, shape (n, dimensions): the given one, or else a random one. */
  static float[] atOnce(int n, Initialization how, int dimensions, long seed) {
    if (how instanceof Initialization.Given given) {
      Points embedding = given.embedding();
      if (embedding.size() != n || embedding.dimensions() != dimensions) {
        throw new IllegalArgumentException(
            "the initial embedding has shape (%d, %d), wanted is (%d, %d)"
                .formatted(embedding.size(), embedding.dimensions(), n, dimensions));
      }
      return embedding.values().clone();
    }
    return cloud(n * dimensions, DEVIATION, seed);
  }

  private static float[] principalComponents(
      Points points, int dimensions, long seed, Parallel parallel) {
    float[] y = Pca.project(points, dimensions, parallel).values();
    double squares = 0;
    for (int i = 0; i < points.size(); i++) {
      squares += (double) y[i * dimensions] * y[i * dimensions];
    }
    double deviation = Math.sqrt(squares / points.size());
    double scale = deviation > 0 ? DEVIATION / deviation : 0;
    // A little noise parts equal points, and gives data on a line the plane to unfold in.
    float[] noise = cloud(y.length, 0.01 * DEVIATION, seed);
    for (int c = 0; c < y.length; c++) {
      y[c] = (float) (scale * y[c]) + noise[c];
    }
    return y;
  }

  private static float[] cloud(int length, double deviation, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int c = 0; c < length; c++) {
      values[c] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }
}
