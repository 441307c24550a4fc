package demitasse.train;

import demitasse.data.Samples;
import demitasse.progress.ProgressLine;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One epoch at work, or what is left of the one that has begun.
 *
 * @param trainer what learns
 * @param train what it learns from
 * @param line shows the progress where the view does not
 * @param name for the progress line
 * @param save saves the training on its way
 */
record Epoch(
    Trainer trainer,
    Samples train,
    Fit fit,
    ProgressLine line,
    FitView view,
    String name,
    Predicate<Path> save) {
  /**
   * Runs it.
   *
   * @return the means of what was measured
   * @throws java.util.concurrent.CancellationException if the thread was interrupted; the state of
   *     the training tells how far the epoch came
   * @throws IllegalStateException if the loss or a weight is no longer a finite number
   */
  Map<String, Double> run() {
    int[] order = trainer.order(train.size());
    int batchSize = fit.batchSize();
    int measures = trainer.measures().names().size();
    EpochSoFar before = trainer.state().begun().over(order.length, measures);
    long start = System.nanoTime();
    long saved = start;
    int done = before.done();
    var means = new RunningMeans(before);
    while (done < order.length && !Thread.currentThread().isInterrupted()) {
      int next = Math.min(done + batchSize, order.length);
      trainer.step(train, Arrays.copyOfRange(order, done, next), means);
      requireFinite(!means.diverged());
      done = next;
      if (fit.verbose() == 1) {
        show(order.length, done, means.soFar(0), before.seconds() + since(start));
      }
      if (done < order.length && isDue(saved)) {
        remember(before, done, means, start);
        save.test(fit.resumable().orElseThrow().file());
        saved = System.nanoTime();
      }
    }
    remember(before, done, means, start);
    Interrupts.requireNone();
    return trainer.measures().named(means.soFar());
  }

  private void show(int samples, int done, double loss, double seconds) {
    TrainingState state = trainer.state();
    if (view.step(new FitView.Moment(state.epochs() + 1, state.last(), samples, done, loss))) {
      line.clear();
      return;
    }
    int batchSize = fit.batchSize();
    int step = (done + batchSize - 1) / batchSize;
    int steps = (samples + batchSize - 1) / batchSize;
    line.update(
        () ->
            String.format(
                Locale.ROOT,
                "%s  step %d/%d  loss %.4f  %.1f s",
                name,
                step,
                steps,
                loss,
                seconds));
  }

  /** Writes down how far the epoch has come. What is written down can be saved, so it is sound. */
  private void remember(EpochSoFar before, int done, RunningMeans means, long start) {
    requireFinite(trainer.isFinite());
    double seconds = before.seconds() + since(start);
    var soFar = new EpochSoFar(before.samples(), done, seconds, means.sums());
    trainer.state(trainer.state().within(soFar));
  }

  private boolean isDue(long saved) {
    return fit.resumable()
        .filter(where -> System.nanoTime() - saved >= where.every().toNanos())
        .isPresent();
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private void requireFinite(boolean finite) {
    if (!finite) {
      throw new IllegalStateException(
          "the loss or a weight is no longer a finite number ("
              + name
              + "): the steps are too large. Try a smaller learning rate, and see that the inputs"
              + " are scaled, and that inputs and targets are finite. The weights are spoilt: build"
              + " a new model.");
    }
  }
}
