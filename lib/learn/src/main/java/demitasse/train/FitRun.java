package demitasse.train;

import demitasse.data.Samples;
import demitasse.progress.ProgressLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** A fit at work: epoch after epoch, with what is done between them. */
final class FitRun {
  private final Trainer trainer;
  private final Fit fit;
  private final Samples train;
  private final Optional<Samples> validation;
  private final ProgressLine line = ProgressLine.open();

  /** Checks all that can be checked before the first step. */
  FitRun(Trainer trainer, Samples samples, Fit fit) {
    this.trainer = trainer;
    this.fit = fit;
    this.train = fitted(fit.training(samples), "");
    this.validation =
        fit.validationOf(samples).map(each -> fitted(each, "the validation samples: "));
    List<String> keys = new ArrayList<>(trainer.measures().names());
    if (validation.isPresent()) {
      trainer.measures().names().forEach(key -> keys.add(History.VALIDATION_PREFIX + key));
    }
    keys.add(History.SECONDS);
    fit.best().ifPresent(best -> best.monitor().requireIn(keys));
    fit.earlyStop().ifPresent(stop -> stop.monitor().requireIn(keys));
  }

  private Samples fitted(Samples samples, String which) {
    try {
      return Fitted.of(samples, trainer.network(), trainer.measures());
    } catch (IllegalArgumentException e) {
      throw which.isEmpty() ? e : new IllegalArgumentException(which + e.getMessage());
    }
  }

  History run() {
    begin();
    try (FitView view = FitViews.open(fit)) {
      return run(view);
    }
  }

  private History run(FitView view) {
    while (trainer.state().epochs() < trainer.state().last() && !hasStopped()) {
      if (view.isStopRequested()) {
        sayStopped("epoch " + trainer.state().epochs() + "/" + trainer.state().last());
        return trainer.state().ofThisFit();
      }
      String name = "epoch " + (trainer.state().epochs() + 1) + "/" + trainer.state().last();
      try {
        Map<String, Double> values = values(name, view);
        finish(name, values);
        view.epoch(trainer.state().epochs(), values);
      } catch (CancellationException e) {
        fit.resumable().ifPresent(where -> save(where.file()));
        sayStopped(name);
        return stopped();
      }
    }
    trainer.state(trainer.state().ended());
    return trainer.state().ofThisFit();
  }

  /** Begins, or goes on from a file. If the file is refused, the training is as it was before. */
  private void begin() {
    TrainingState before = trainer.state();
    Map<String, String> fitBefore = trainer.fit();
    trainer.state(before.fitting(fit.epochs()));
    trainer.fit(Description.ofFit(trainer, fit.batchSize(), train, validation));
    try {
      fit.resumable().map(Fit.Resumable::file).filter(Files::exists).ifPresent(this::resume);
    } catch (CheckpointException e) {
      trainer.state(before);
      trainer.fit(fitBefore);
      throw e;
    }
  }

  private void sayStopped(String name) {
    line.print(
        name + "  stopped; the model keeps what it has learned. Fit again, and it goes on here");
  }

  /**
   * Returns what a stopped fit has: the epochs that were finished; if none was, the one at hand as
   * far as it has come, so that what shows a history afterwards has something to show.
   */
  private History stopped() {
    TrainingState state = trainer.state();
    History finished = state.ofThisFit();
    EpochSoFar begun = state.begun();
    if (!finished.epochs().isEmpty() || begun.done() == 0) {
      return finished;
    }
    double[] means = begun.sums().stream().mapToDouble(sum -> sum / begun.done()).toArray();
    Map<String, Double> values = trainer.measures().named(means);
    if (validation.isPresent()) {
      trainer
          .measures()
          .names()
          .forEach(key -> values.put(History.VALIDATION_PREFIX + key, Double.NaN));
    }
    values.put(History.SECONDS, begun.seconds());
    return History.empty().with(state.epochs() + 1, values);
  }

  /** Goes on from a file, unless this training has come further already. */
  private void resume(Path file) {
    if (Checkpoint.readState(file).steps() < trainer.state().steps()) {
      return;
    }
    trainer.resume(file);
    trainer.state(trainer.state().lasting(fit.epochs()));
    TrainingState state = trainer.state();
    if (state.epochs() >= state.last()) {
      line.print(
          "%s already has all %d epochs: nothing is left to do".formatted(file, state.epochs()));
      return;
    }
    String more = state.begun().done() == 0 ? "" : ", " + state.begun().done() + " samples further";
    line.print(
        "resumed from %s after epoch %d of %d%s"
            .formatted(file, state.epochs(), state.last(), more));
  }

  /**
   * Runs an epoch, or what is left of it, and measures the model behind it.
   *
   * @throws CancellationException if the thread was interrupted
   */
  private Map<String, Double> values(String name, FitView view) {
    Map<String, Double> values = new Epoch(trainer, train, fit, line, view, name, this::save).run();
    long start = System.nanoTime();
    validation.ifPresent(
        samples ->
            Evaluation.of(trainer.network(), samples, trainer.measures())
                .values()
                .forEach((key, value) -> values.put(History.VALIDATION_PREFIX + key, value)));
    double seconds = trainer.state().begun().seconds() + (System.nanoTime() - start) / 1e9;
    values.put(History.SECONDS, seconds);
    return values;
  }

  private void finish(String name, Map<String, Double> values) {
    TrainingState state = trainer.state();
    trainer.state(state.epoch(state.history().with(state.epochs() + 1, values)));
    boolean best = fit.best().filter(this::isBest).filter(each -> save(each.file())).isPresent();
    if (fit.verbose() > 0) {
      line.print(name + "  " + describe(values) + (best ? "  best, saved" : ""));
    }
    fit.resumable().ifPresent(where -> save(where.file()));
  }

  /** Tells whether the last epoch is the best of this fit. */
  private boolean isBest(Fit.Best best) {
    History history = trainer.state().ofThisFit();
    return best.monitor().best(history) == history.epochs().size() - 1;
  }

  /** Saves; a full disk is no reason to lose what is being learned. */
  private boolean save(Path file) {
    try {
      trainer.save(file);
      return true;
    } catch (CheckpointException e) {
      line.print("not saved, the training goes on: " + e.getMessage());
      return false;
    }
  }

  private boolean hasStopped() {
    History history = trainer.state().ofThisFit();
    if (fit.earlyStop().isEmpty() || history.epochs().isEmpty()) {
      return false;
    }
    Fit.EarlyStop stop = fit.earlyStop().get();
    int best = stop.monitor().best(history);
    boolean stopped = history.epochs().size() - 1 - best >= stop.patience();
    if (stopped) {
      line.print(
          "stopped early: no better %s since epoch %d"
              .formatted(stop.monitor().key(), history.epochs().get(best)));
    }
    return stopped;
  }

  private static String describe(Map<String, Double> values) {
    StringBuilder text = new StringBuilder();
    values.forEach(
        (key, value) ->
            text.append(
                key.equals(History.SECONDS)
                    ? String.format(Locale.ROOT, "%.1f s", value)
                    : String.format(Locale.ROOT, "%s %.4f  ", key, value)));
    return text.toString();
  }
}
