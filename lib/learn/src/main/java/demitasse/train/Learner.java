package demitasse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import demitasse.data.Batch;
import demitasse.data.Samples;
import demitasse.layer.Node;
import demitasse.layer.Pass;
import demitasse.layer.Sequential;
import demitasse.progress.ProgressLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;

/**
 * A model with what it needs to learn: an optimizer and a loss.
 *
 * <pre>{@code
 * var learner = Learner.of(model).optimizer(adam(1e-3f)).loss(mse()).seed(42).compile();
 * var history = learner.fit(samples, Fit.epochs(10).batchSize(256));
 * }</pre>
 *
 * <p>A learner remembers where it is: a second {@link #fit} goes on where the first one ended, also
 * after an interrupt. The seed decides the first weights, the order of the samples, what dropout
 * drops and how images are augmented, so the same seed on the same engine gives the same history.
 */
public final class Learner {
  private final Sequential model;
  private final Measures measures;
  private final Trainables trainables;
  private final Map<String, NDArray> arrays = new LinkedHashMap<>();
  private long seed;
  private int epochsDone;
  private long stepsDone;
  private EpochSoFar begun = EpochSoFar.beginning(0, 0);
  private History history = History.empty();

  private Learner(Builder builder) {
    this.model = builder.model;
    this.trainables = new Trainables(builder.optimizer);
    this.measures = new Measures(builder.loss, builder.metrics, model.outputActivation());
    this.seed = builder.seed;
    model.build(seed);
    NDManager memory = model.newLearningScope();
    for (Node node : model.nodes()) {
      for (Parameter parameter : node.layer().getDirectParameters().values()) {
        add(node.name() + " " + parameter.getName(), parameter, memory);
      }
    }
  }

  private void add(String name, Parameter parameter, NDManager memory) {
    NDArray weight = parameter.getArray();
    arrays.put(name, weight);
    if (parameter.requiresGradient()) {
      List<NDArray> state = trainables.add(weight, memory);
      for (int i = 0; i < state.size(); i++) {
        arrays.put(name + " state " + i, state.get(i));
      }
    }
  }

  /** Begins a learner for a model. */
  public static Builder of(Sequential model) {
    return new Builder(model);
  }

  /** Collects what a learner needs. */
  public static final class Builder {
    private final Sequential model;
    private Optimizer optimizer;
    private Loss loss;
    private List<Metric> metrics = List.of();
    private long seed;

    private Builder(Sequential model) {
      this.model = model;
    }

    /** Sets how gradients change weights; required. */
    public Builder optimizer(Optimizer optimizer) {
      this.optimizer = optimizer;
      return this;
    }

    /** Sets what is made small; required. */
    public Builder loss(Loss loss) {
      this.loss = loss;
      return this;
    }

    /** Sets what is measured beside the loss; nothing if it is not called. */
    public Builder metrics(Metric... metrics) {
      this.metrics = List.of(metrics);
      return this;
    }

    /** Sets what decides all that is random; 0 if it is not called. */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * Builds the model, unless it has weights already (then it keeps them), and returns the
     * learner.
     *
     * @throws IllegalStateException if the optimizer or the loss is missing
     */
    public Learner compile() {
      if (optimizer == null || loss == null) {
        throw new IllegalStateException(
            "a learner needs " + (optimizer == null ? "an optimizer" : "a loss") + " to compile");
      }
      return new Learner(this);
    }
  }

  /** Returns the model that learns. */
  public Sequential model() {
    return model;
  }

  /** Returns what decides all that is random. */
  public long seed() {
    return seed;
  }

  /** Returns all epochs so far, over all fits. */
  public History history() {
    return history;
  }

  /**
   * Trains the model, with a progress line on standard output.
   *
   * <p>An interrupt of the thread (a notebook's stop button) ends the training after the step at
   * hand: the model keeps what it has learned, and the history has the epochs that were finished.
   * The next fit on as many samples goes on with the rest of the epoch.
   *
   * @param samples what to learn from; their order is drawn anew in each epoch
   * @return one row for each epoch: {@code loss} and the metrics are means over the epoch's steps,
   *     measured while the weights change, as in Keras; a resumed fit also returns the epochs
   *     before it was interrupted
   * @throws IllegalArgumentException if there are no samples, if the loss cannot compare their
   *     targets with the model's outputs, or if what is to be monitored is not measured
   * @throws IllegalStateException if the loss is no longer a finite number
   * @throws CheckpointException if the file to resume from is damaged or of another model
   */
  public History fit(Samples samples, Fit fit) {
    requireFit(samples);
    Samples train = fit.training(samples);
    requireFit(train);
    fit.validationOf(samples).ifPresent(this::requireFit);
    int first = epochsDone;
    int last = first + fit.epochs();
    ProgressLine line = ProgressLine.open();
    fit.resumable()
        .map(Fit.Resumable::file)
        .filter(Files::exists)
        .ifPresent(file -> resume(file, line));
    while (epochsDone < last && !hasStopped(fit, first, line)) {
      String name = "epoch " + (epochsDone + 1) + "/" + last;
      Map<String, Double> values = new LinkedHashMap<>();
      try {
        epoch(train, fit, values, line, name);
        long start = System.nanoTime();
        fit.validationOf(samples)
            .ifPresent(
                validation ->
                    evaluate(validation)
                        .forEach(
                            (key, value) -> values.put(History.VALIDATION_PREFIX + key, value)));
        values.put(History.SECONDS, begun.seconds() + secondsSince(start));
      } catch (CancellationException e) {
        fit.resumable().ifPresent(where -> save(where.file()));
        line.print(name + "  stopped; the model keeps what it has learned so far");
        break;
      }
      epochsDone++;
      begun = EpochSoFar.beginning(0, 0);
      history = history.with(epochsDone, values);
      boolean best = saveIfBest(fit, first);
      line.print(name + "  " + describe(values) + (best ? "  best, saved" : ""));
      fit.resumable().ifPresent(where -> save(where.file()));
    }
    return history.after(first);
  }

  /** Goes on from a file, unless this learner has come further already. */
  private void resume(Path file, ProgressLine line) {
    if (Checkpoint.readProgress(file).steps() >= stepsDone) {
      load(file);
      String more = begun.done() == 0 ? "" : " and " + begun.done() + " samples of the next";
      line.print("resumed from " + file + " after epoch " + epochsDone + more);
    }
  }

  /** Saves the learner if the last epoch is the best of this fit. */
  private boolean saveIfBest(Fit fit, int first) {
    if (fit.best().isEmpty()) {
      return false;
    }
    Fit.Best best = fit.best().get();
    History ofThisFit = history.after(first);
    boolean isBest = best.monitor().best(ofThisFit) == ofThisFit.epochs().size() - 1;
    if (isBest) {
      save(best.file());
    }
    return isBest;
  }

  private boolean hasStopped(Fit fit, int first, ProgressLine line) {
    History ofThisFit = history.after(first);
    if (fit.earlyStop().isEmpty() || ofThisFit.epochs().isEmpty()) {
      return false;
    }
    Fit.EarlyStop stop = fit.earlyStop().get();
    int best = stop.monitor().best(ofThisFit);
    boolean stopped = ofThisFit.epochs().size() - 1 - best >= stop.patience();
    if (stopped) {
      line.print(
          "stopped early: no better %s since epoch %d"
              .formatted(stop.monitor().key(), ofThisFit.epochs().get(best)));
    }
    return stopped;
  }

  /**
   * Runs one epoch, or what is left of the one that has begun.
   *
   * @param values receive the means of what was measured
   * @throws CancellationException if the thread was interrupted; {@link #begun} tells how far it
   *     came
   */
  private void epoch(
      Samples train, Fit fit, Map<String, Double> values, ProgressLine line, String name) {
    int[] order = order(train.size());
    int batchSize = fit.batchSize();
    int steps = (order.length + batchSize - 1) / batchSize;
    EpochSoFar before = begun.over(order.length, measures.names().size());
    long start = System.nanoTime();
    long saved = start;
    int done = before.done();
    var means = new RunningMeans(before);
    while (done < order.length && !Thread.currentThread().isInterrupted()) {
      int next = Math.min(done + batchSize, order.length);
      step(train, Arrays.copyOfRange(order, done, next), means);
      requireFinite(means, name);
      done = next;
      int step = (done + batchSize - 1) / batchSize;
      line.update(
          () ->
              String.format(
                  Locale.ROOT,
                  "%s  step %d/%d  loss %.4f  %.1f s",
                  name,
                  step,
                  steps,
                  means.soFar(0),
                  before.seconds() + secondsSince(start)));
      if (done < order.length && isDue(fit, saved)) {
        remember(before, done, means, start);
        save(fit.resumable().orElseThrow().file());
        saved = System.nanoTime();
      }
    }
    remember(before, done, means, start);
    Inference.requireNotInterrupted();
    for (int i = 0; i < measures.names().size(); i++) {
      values.put(measures.names().get(i), means.soFar(i));
    }
  }

  /** Writes down how far the epoch has come. */
  private void remember(EpochSoFar before, int done, RunningMeans means, long start) {
    double seconds = before.seconds() + secondsSince(start);
    begun = new EpochSoFar(before.samples(), done, seconds, means.sums());
  }

  private static boolean isDue(Fit fit, long saved) {
    return fit.resumable()
        .filter(where -> System.nanoTime() - saved >= where.every().toNanos())
        .isPresent();
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** One step: forward, backward, update. All its arrays go with the step's scope. */
  private void step(Samples train, int[] indices, RunningMeans means) {
    NDManager owner = model.manager();
    stepsDone++;
    try (NDManager scope = owner.newSubManager()) {
      Batch batch = train.batch(scope, indices, mix(seed, stepsDone));
      Pass pass = model.training(mix(~seed, stepsDone));
      NDArray logits;
      NDArray loss;
      try (GradientCollector gradients = owner.getEngine().newGradientCollector()) {
        logits = model.logits(pass, batch.input());
        loss = measures.loss(batch.target(), logits);
        gradients.backward(loss);
      }
      pass.finish();
      trainables.step(stepsDone);
      means.add(measures.all(loss, batch.target(), logits), indices.length);
    }
  }

  /**
   * Measures the model.
   *
   * @return by Keras' key: {@code loss}, then the metrics
   * @throws IllegalArgumentException if there are no samples, or the loss cannot compare their
   *     targets with the model's outputs
   * @throws CancellationException if the thread was interrupted
   */
  public Map<String, Double> evaluate(Samples samples) {
    requireFit(samples);
    double[] values = Inference.measure(model, samples, measures);
    Map<String, Double> named = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      named.put(measures.names().get(i), values[i]);
    }
    return named;
  }

  /**
   * Saves everything that this learner needs to go on: weights, what the optimizer remembers, the
   * numbers of epochs and steps, how far an interrupted epoch came, the history, the seed.
   *
   * @param file is replaced as a whole or not at all; its folder is made
   * @throws CheckpointException if it cannot be written
   */
  public void save(Path file) {
    new Checkpoint(seed, epochsDone, stepsDone, begun, history).write(file, arrays);
  }

  /**
   * Takes this learner to where another one was saved; what it has learned itself is lost. Fitting
   * goes on as it would have there.
   *
   * @throws CheckpointException if the file is damaged, or of another model or optimizer; nothing
   *     is changed then
   */
  public void load(Path file) {
    Checkpoint checkpoint = Checkpoint.read(file, arrays);
    seed = checkpoint.seed();
    epochsDone = checkpoint.epochs();
    stepsDone = checkpoint.steps();
    begun = checkpoint.begun();
    history = checkpoint.history();
  }

  /**
   * Takes the model back to where a learner was saved, as after {@link Fit#saveBest}: the weights,
   * and what the optimizer remembers. The history stays as long as it is, and so does the number of
   * epochs from which a further fit counts.
   *
   * @throws CheckpointException as in {@link #load}
   */
  public void restore(Path file) {
    Checkpoint.read(file, arrays);
  }

  /** Returns the order of the samples in the epoch to come (Fisher and Yates' shuffle). */
  private int[] order(int size) {
    int[] order = new int[size];
    var random = new SplittableRandom(mix(seed, -1L - epochsDone));
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** Draws an independent seed for the n-th of something. */
  private static long mix(long seed, long n) {
    return new SplittableRandom(seed + 0x9E3779B97F4A7C15L * n).nextLong();
  }

  private void requireFit(Samples samples) {
    if (samples.size() == 0) {
      throw new IllegalArgumentException("there are no samples");
    }
    measures.loss().requireFit(samples.targetShape(), model.outputShape());
  }

  private static void requireFinite(RunningMeans means, String epoch) {
    if (means.diverged()) {
      throw new IllegalStateException(
          "the loss is no longer a finite number ("
              + epoch
              + "): the steps are too large. Try a smaller learning rate, and see that the inputs"
              + " are scaled and finite. The weights are spoilt: build a new model.");
    }
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
