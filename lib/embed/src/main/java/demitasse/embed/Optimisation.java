package demitasse.embed;

import demitasse.numeric.Parallel;
import java.util.ArrayList;
import java.util.List;

/** Moves a map as the options say, and notes what becomes of it. */
final class Optimisation {
  /** While the attraction is exaggerated, and after (van der Maaten 2014, section 5.1). */
  private static final double EARLY_MOMENTUM = 0.5;

  private static final double MOMENTUM = 0.8;

  private final TSneOptions options;
  private final Arranged arranged;
  private final float[] y;
  private final List<TSneResult.Kl> curve = new ArrayList<>();
  private int iteration;

  /**
   * Prepares to move a map.
   *
   * @param arranged how the points are numbered while the map moves
   * @param start where they start, in their first order, shape (n, dimensions)
   */
  Optimisation(TSneOptions options, Arranged arranged, float[] start) {
    this.options = options;
    this.arranged = arranged;
    this.y = arranged.arrange(start, options.dimensions());
  }

  void run(Affinities affinities, Method method, Parallel parallel) {
    double rate = options.learningRateFor(affinities.size());
    Descent descent =
        new Descent(
            y,
            new Attraction(affinities, options.dimensions(), parallel),
            Repulsion.of(method, affinities.size(), options, parallel),
            parallel);
    while (note(descent) && iteration < options.iterations()) {
      boolean early = iteration < options.exaggerationIterations();
      descent.step(
          rate, early ? EARLY_MOMENTUM : MOMENTUM, early ? options.earlyExaggeration() : 1);
      iteration++;
    }
  }

  /** Notes the divergence when it is time to; returns whether to go on. */
  private boolean note(Descent descent) {
    if (iteration % options.reportEvery() != 0 && iteration != options.iterations()) {
      return true;
    }
    double kl = descent.divergence();
    if (!Double.isFinite(kl)) {
      throw new ArithmeticException(
          "the map ran off to infinity before iteration %d: lower the learning rate from %s"
              .formatted(iteration, options.learningRateFor(y.length / options.dimensions())));
    }
    curve.add(new TSneResult.Kl(iteration, kl));
    return options.listener() == null
        || options
            .listener()
            .onProgress(new Progress(iteration, options.iterations(), kl, embedding()));
  }

  private float[][] embedding() {
    return arranged.restore(y, options.dimensions());
  }

  TSneResult result(Method method, Timings timings) {
    double kl = curve.get(curve.size() - 1).kl();
    return new TSneResult(embedding(), kl, List.copyOf(curve), iteration, method, timings, options);
  }
}
