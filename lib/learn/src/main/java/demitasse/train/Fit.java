package demitasse.train;

import static demitasse.numeric.Arguments.given;

import demitasse.data.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to fit: {@code epochs(10).batchSize(256).validation(part)}. Immutable; each method returns
 * another one.
 */
public final class Fit {
  private static final int KERAS_BATCH_SIZE = 32;
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  private final int epochs;
  private int batchSize = KERAS_BATCH_SIZE;
  private Samples validation;
  private double validationSplit;
  private Resumable resumable;
  private Best best;
  private EarlyStop earlyStop;
  private int verbose = 1;

  /** Where the training is saved, and how often on the way through an epoch. */
  record Resumable(Path file, Duration every) {}

  /** What is kept of the best epoch, and where. */
  record Best(Path file, Monitor monitor) {}

  /** When to give up. */
  record EarlyStop(Monitor monitor, int patience) {}

  Fit(int epochs) {
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs must be at least 1, not " + epochs);
    }
    this.epochs = epochs;
  }

  private Fit(Fit other) {
    this.epochs = other.epochs;
    this.batchSize = other.batchSize;
    this.validation = other.validation;
    this.validationSplit = other.validationSplit;
    this.resumable = other.resumable;
    this.best = other.best;
    this.earlyStop = other.earlyStop;
    this.verbose = other.verbose;
  }

  /**
   * Returns the same, with steps that look at so many samples. A stop waits for the step at hand,
   * which takes long if the batches and the images are large.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public Fit batchSize(int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("the batch size must be at least 1, not " + batchSize);
    }
    var fit = new Fit(this);
    fit.batchSize = batchSize;
    return fit;
  }

  /** Returns the same, with samples that are measured after each epoch and never learned from. */
  public Fit validation(Samples validation) {
    given(validation, "the validation samples");
    var fit = new Fit(this);
    fit.validation = validation;
    fit.validationSplit = 0;
    return fit;
  }

  /**
   * Returns the same, with the last part of the training samples set aside for validation, as
   * Keras' {@code validation_split}: cut off before any shuffling.
   *
   * @param fraction of the samples, between 0 and 1
   * @throws IllegalArgumentException if it is not between 0 and 1
   */
  public Fit validationSplit(double fraction) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException("the fraction must lie between 0 and 1, not " + fraction);
    }
    var fit = new Fit(this);
    fit.validationSplit = fraction;
    fit.validation = null;
    return fit;
  }

  /**
   * Returns the same, resumable: after each epoch, every five minutes on the way through a long
   * one, and when it is interrupted, everything that it needs to go on is written to the file. If
   * the file is there when the fit begins, the fit goes on from it, up to the same last epoch, and
   * ends with the same weights as if it had never been interrupted. A file of another model, loss,
   * optimizer, learning rate, seed, batch size, data or validation is refused by name, since that
   * could not be. To train on with other settings, {@code load} the file first.
   *
   * @param file is replaced as a whole or not at all, so a crash while it is written does no harm
   */
  public Fit resumable(Path file) {
    return resumable(file, FIVE_MINUTES);
  }

  /**
   * Returns the same, resumable, see {@link #resumable(Path)}.
   *
   * @param every how much time may be lost at most; zero to save after each step
   */
  public Fit resumable(Path file, Duration every) {
    given(file, "the file");
    given(every, "the time");
    var fit = new Fit(this);
    fit.resumable = new Resumable(file, every);
    return fit;
  }

  /**
   * Returns the same, which keeps the best epoch of the fit: whenever an epoch beats those before,
   * the model is saved to the file. Its {@code restore} brings the weights back, its {@code load}
   * the history too.
   *
   * @param monitor key of the history: the best has the highest value if it ends in {@code
   *     accuracy}, else the lowest
   */
  public Fit saveBest(Path file, String monitor) {
    given(file, "the file");
    given(monitor, "the monitor");
    var fit = new Fit(this);
    fit.best = new Best(file, new Monitor(monitor));
    return fit;
  }

  /**
   * Returns the same, which stops before the last epoch when nothing gets better any more.
   *
   * @param monitor key of the history, as in {@link #saveBest}
   * @param patience after how many epochs in a row without a new best one, at least 1
   * @throws IllegalArgumentException if the patience is less than 1
   */
  public Fit earlyStop(String monitor, int patience) {
    given(monitor, "the monitor");
    if (patience < 1) {
      throw new IllegalArgumentException("the patience must be at least 1, not " + patience);
    }
    var fit = new Fit(this);
    fit.earlyStop = new EarlyStop(new Monitor(monitor), patience);
    return fit;
  }

  /**
   * Returns the same, which prints as much as Keras' {@code verbose} asks for. With every setting,
   * a fit says when it resumes, stops early or by an interrupt, or cannot save.
   *
   * @param verbose 0 for nothing more; 1, the default, for one line per epoch, which is updated
   *     while somebody watches; 2 for one line per epoch, printed at its end
   * @throws IllegalArgumentException if it is none of these
   */
  public Fit verbose(int verbose) {
    if (verbose < 0 || verbose > 2) {
      throw new IllegalArgumentException("verbose must be 0, 1 or 2, not " + verbose);
    }
    var fit = new Fit(this);
    fit.verbose = verbose;
    return fit;
  }

  int verbose() {
    return verbose;
  }

  int epochs() {
    return epochs;
  }

  int batchSize() {
    return batchSize;
  }

  /** Returns what to learn from, of the given samples. */
  Samples training(Samples samples) {
    return validationSplit == 0 ? samples : new Slice(samples, 0, cut(samples));
  }

  /** Returns what to validate on, of the given samples or beside them. */
  Optional<Samples> validationOf(Samples samples) {
    return validationSplit == 0
        ? Optional.ofNullable(validation)
        : Optional.of(new Slice(samples, cut(samples), samples.size()));
  }

  private int cut(Samples samples) {
    return (int) Math.floor(samples.size() * (1 - validationSplit));
  }

  Optional<Resumable> resumable() {
    return Optional.ofNullable(resumable);
  }

  Optional<Best> best() {
    return Optional.ofNullable(best);
  }

  Optional<EarlyStop> earlyStop() {
    return Optional.ofNullable(earlyStop);
  }

  @Override
  public String toString() {
    return "epochs(" + epochs + ").batchSize(" + batchSize + ")";
  }
}
