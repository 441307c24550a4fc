package demitasse.embed;

import demitasse.embed.neighbors.Arranged;
import demitasse.embed.repulsion.BarnesHutRepulsion;
import demitasse.embed.repulsion.ExactRepulsion;
import demitasse.embed.repulsion.FftRepulsion;
import demitasse.embed.repulsion.Repulsion;
import demitasse.numeric.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/** Moves a map as the options say, and notes what becomes of it. */
final class Optimization {
  /** While the attraction is exaggerated, and after (van der Maaten 2014, section 5.1). */
  private static final double EARLY_MOMENTUM = 0.5;

  private static final double MOMENTUM = 0.8;

  /** Of more affinities, the divergence takes too long for somebody who has pressed stop. */
  private static final int MOST_AFTER_STOP = 60_000_000;

  /** The papers take 4 or 12; more than this alone can make the steps too large. */
  private static final double USUAL_EXAGGERATION = 50;

  private final TSneOptions options;
  private final Arranged arranged;
  private final float[] y;
  private final List<TSneResult.Kl> curve = new ArrayList<>();
  private float farthestStart;
  private int iteration;

  /**
   * Prepares to move a map.
   *
   * @param arranged how the points are numbered while the map moves
   * @param start where they start, in their first order, shape (n, dimensions)
   */
  Optimization(TSneOptions options, Arranged arranged, float[] start) {
    this.options = options;
    this.arranged = arranged;
    this.y = arranged.arrange(start, options.dimensions());
    for (float value : start) {
      farthestStart = Math.max(farthestStart, Math.abs(value));
    }
  }

  /** Moves the map until the options, the listener or an interrupt end it. */
  void run(Affinities affinities, Method method, Parallel parallel) {
    double rate = options.learningRateFor(affinities.size());
    Descent descent =
        new Descent(
            y,
            new Attraction(affinities, options.dimensions(), parallel),
            repulsion(method, affinities.size(), parallel),
            parallel);
    try {
      while (note(descent) && iteration < options.iterations()) {
        boolean early = iteration < options.exaggerationIterations();
        descent.step(
            rate, early ? EARLY_MOMENTUM : MOMENTUM, early ? options.earlyExaggeration() : 1);
        iteration++;
        check(descent, rate);
      }
    } catch (CancellationException e) {
      if (curve.isEmpty() || !Thread.interrupted()) {
        throw e;
      }
      curve.removeIf(kl -> kl.iteration() == iteration);
      curve.add(new TSneResult.Kl(iteration, divergenceAfterStop(descent, affinities)));
      // Whoever asked for the map hears of it.
      Thread.currentThread().interrupt();
    }
  }

  private static double divergenceAfterStop(Descent descent, Affinities affinities) {
    if (affinities.values().length > MOST_AFTER_STOP) {
      return Double.NaN;
    }
    // A point or two may be a step ahead of the others.
    descent.settle();
    return descent.divergence();
  }

  /** Returns the way to sum forces of a method, which is not {@link Method#AUTO}. */
  private Repulsion repulsion(Method method, int n, Parallel parallel) {
    int dimensions = options.dimensions();
    Repulsion tree = new BarnesHutRepulsion(dimensions, options.theta(), parallel);
    return switch (method) {
      case EXACT -> new ExactRepulsion(dimensions, parallel);
      case FFT -> FftRepulsion.of(dimensions, n, tree, parallel);
      default -> tree;
    };
  }

  private void check(Descent descent, double rate) {
    if (descent.isLost()) {
      throw new ArithmeticException(
          farthestStart > Repulsion.FARTHEST
              ? String.format(
                  Locale.ROOT,
                  "the map starts as far off as %.3g, where its points cannot feel each other:"
                      + " scale the start down",
                  farthestStart)
              : "the map ran off to infinity in iteration %d: lower the learning rate from %s%s"
                  .formatted(iteration, rate, exaggeration()));
    }
  }

  /** Names the other thing that makes steps large, where it is. */
  private String exaggeration() {
    return options.earlyExaggeration() > USUAL_EXAGGERATION
        ? " or the early exaggeration from " + options.earlyExaggeration()
        : "";
  }

  /** Notes the divergence when it is time to; returns whether to go on. */
  private boolean note(Descent descent) {
    if (iteration % options.reportEvery() != 0 && iteration != options.iterations()) {
      return true;
    }
    double kl = descent.divergence();
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
