package demitasse.embed;

import demitasse.embed.repulsion.Repulsion;
import demitasse.numeric.Parallel;
import java.util.Arrays;

/**
 * Moves a map down the gradient of the divergence, with momentum and a gain for each coordinate
 * that grows while its gradient keeps its direction and shrinks when it turns (van der Maaten and
 * Hinton 2008, section 3.4, after Jacobs 1988).
 */
final class Descent {
  private static final int COORDINATES = 1024;
  private static final float GAIN_STEP = 0.2f;
  private static final float GAIN_FACTOR = 0.8f;
  private static final float MIN_GAIN = 0.01f;

  private final float[] y;
  private final Attraction attraction;
  private final Repulsion repulsion;
  private final Parallel parallel;
  private final float[] attractive;
  private final float[] repulsive;
  private final float[] velocity;
  private final float[] gains;
  // Of each block of coordinates, the farthest from 0.
  private final float[] farthest;
  private double z;

  /**
   * @param y the map, shape (n, dimensions), which moves
   */
  Descent(float[] y, Attraction attraction, Repulsion repulsion, Parallel parallel) {
    this.y = y;
    this.attraction = attraction;
    this.repulsion = repulsion;
    this.parallel = parallel;
    attractive = new float[y.length];
    repulsive = new float[y.length];
    velocity = new float[y.length];
    gains = new float[y.length];
    Arrays.fill(gains, 1);
    farthest = new float[(y.length + COORDINATES - 1) / COORDINATES];
    z = repulsion.forces(y, repulsive);
  }

  /** Returns the divergence of the map as it stands, of p as given, not exaggerated. */
  double divergence() {
    return attraction.divergence(y, z);
  }

  /**
   * Makes one step.
   *
   * @param exaggeration multiplies the attraction
   */
  void step(double learningRate, double momentum, double exaggeration) {
    attraction.forces(y, attractive);
    float attract = (float) (4 * exaggeration);
    float repel = (float) (-4 / z);
    float keep = (float) momentum;
    float rate = (float) learningRate;
    parallel.forBlocks(
        y.length, COORDINATES, (from, to) -> move(from, to, attract, repel, keep, rate));
    if (!isLost()) {
      settle();
    }
  }

  /** Computes what of the next step depends on the map alone, after it has moved. */
  void settle() {
    z = repulsion.forces(y, repulsive);
  }

  /** Tells whether the map has run off so far that it means nothing. */
  boolean isLost() {
    boolean lost = !(z > 0 && z < Double.POSITIVE_INFINITY);
    for (float each : farthest) {
      lost |= !(each <= Repulsion.FARTHEST);
    }
    return lost;
  }

  private void move(int from, int to, float attract, float repel, float keep, float rate) {
    for (int c = from; c < to; c++) {
      float gradient = attract * attractive[c] + repel * repulsive[c];
      // The velocity points down: where it has the gradient's sign, the coordinate has overshot.
      float gain =
          gradient * velocity[c] < 0
              ? gains[c] + GAIN_STEP
              : Math.max(MIN_GAIN, gains[c] * GAIN_FACTOR);
      gains[c] = gain;
      velocity[c] = keep * velocity[c] - rate * gain * gradient;
      y[c] += velocity[c];
    }
    float largest = 0;
    for (int c = from; c < to; c++) {
      largest = Math.max(largest, Math.abs(y[c]));
    }
    farthest[from / COORDINATES] = largest;
  }
}
