package demitasse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import demitasse.data.Batch;
import demitasse.data.Samples;
import demitasse.model.Pass;
import demitasse.model.Sequential;
import demitasse.progress.ProgressLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A model with what it needs to learn: an optimizer and a loss.
 *
 * <pre>{@code
 * var learner = Learner.of(model).optimizer(adam(1e-3f)).loss(mse()).seed(42).compile();
 * var history = learner.fit(samples, Fit.epochs(10).batchSize(256));
 * }</pre>
 *
 * <p>A learner remembers where it is: a second {@link #fit} goes on where the first one ended, also
 * after an interrupt. The seed decides the first weights and the order of the samples, so the same
 * seed on the same engine gives the same history.
 */
public final class Learner {
  private final Sequential model;
  private final Optimizer optimizer;
  private final Loss loss;
  private final long seed;
  private final List<Trainable> trainables = new ArrayList<>();
  private int epochsDone;
  private long stepsDone;

  /** A parameter and what the optimizer remembers of it. */
  private record Trainable(NDArray weight, NDArray[] state) {}

  private Learner(Sequential model, Optimizer optimizer, Loss loss, long seed) {
    this.model = model;
    this.optimizer = optimizer;
    this.loss = loss;
    this.seed = seed;
    model.build(seed);
    for (Parameter parameter : model.parameters()) {
      if (parameter.requiresGradient()) {
        NDArray weight = parameter.getArray();
        NDArray[] state = new NDArray[optimizer.stateArrays()];
        for (int i = 0; i < state.length; i++) {
          state[i] = model.manager().zeros(weight.getShape(), weight.getDataType());
        }
        trainables.add(new Trainable(weight, state));
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
      return new Learner(model, optimizer, loss, seed);
    }
  }

  /** Returns the model that learns. */
  public Sequential model() {
    return model;
  }

  /**
   * Trains the model, with a progress line on standard output.
   *
   * <p>An interrupt of the thread (a notebook's stop button) ends the training after the step at
   * hand: the model keeps what it has learned, and the history has the epochs that were finished.
   *
   * @param train what to learn from; its order is drawn anew in each epoch
   * @return one row for each epoch: {@code loss} is the mean over the epoch's steps, measured while
   *     the weights change, as in Keras
   * @throws IllegalArgumentException if there are no samples
   * @throws IllegalStateException if the loss is no longer a finite number
   */
  public History fit(Samples train, Fit fit) {
    requireSamples(train);
    fit.validation().ifPresent(Learner::requireSamples);
    History history = History.empty();
    ProgressLine line = ProgressLine.open();
    int last = epochsDone + fit.epochs();
    while (epochsDone < last) {
      String name = "epoch " + (epochsDone + 1) + "/" + last;
      long start = System.nanoTime();
      try (var mean = new RunningMean()) {
        if (!epoch(train, fit.batchSize(), mean, line, name)) {
          line.print(name + "  stopped; the model keeps what it has learned so far");
          return history;
        }
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(History.LOSS, mean.finish());
        requireFinite(mean, name);
        fit.validation()
            .ifPresent(
                samples ->
                    evaluate(samples)
                        .forEach(
                            (key, value) -> values.put(History.VALIDATION_PREFIX + key, value)));
        values.put(History.SECONDS, (System.nanoTime() - start) / 1e9);
        epochsDone++;
        history = history.with(epochsDone, values);
        line.print(name + "  " + describe(values));
      }
    }
    return history;
  }

  /** Runs one epoch; returns false if the thread was interrupted. */
  private boolean epoch(
      Samples train, int batchSize, RunningMean mean, ProgressLine line, String name) {
    int[] order = order(train.size());
    int steps = (order.length + batchSize - 1) / batchSize;
    long start = System.nanoTime();
    for (int step = 0; step < steps; step++) {
      if (Thread.interrupted()) {
        return false;
      }
      int from = step * batchSize;
      int[] indices =
          java.util.Arrays.copyOfRange(order, from, Math.min(from + batchSize, order.length));
      step(train, indices, mean);
      requireFinite(mean, name);
      int done = step + 1;
      line.update(
          () ->
              String.format(
                  Locale.ROOT,
                  "%s  step %d/%d  loss %.4f  %.1f s",
                  name,
                  done,
                  steps,
                  mean.soFar(),
                  (System.nanoTime() - start) / 1e9));
    }
    return true;
  }

  /** One step: forward, backward, update. All arrays but the loss go with the step's own scope. */
  private void step(Samples train, int[] indices, RunningMean mean) {
    NDManager owner = model.manager();
    stepsDone++;
    try (NDManager scope = owner.newSubManager()) {
      Batch batch = train.batch(scope, indices, mix(seed, stepsDone));
      Pass pass = model.training(mix(seed, -stepsDone));
      NDArray value;
      try (GradientCollector gradients = owner.getEngine().newGradientCollector()) {
        value = loss.of(batch.target(), model.forward(pass, batch.input()));
        gradients.backward(value);
      }
      pass.finish();
      for (Trainable each : trainables) {
        try (NDArray gradient = each.weight().getGradient()) {
          optimizer.update(each.weight(), gradient, each.state(), stepsDone);
        }
      }
      value.attach(owner);
      mean.add(value, indices.length);
    }
  }

  /**
   * Measures the model.
   *
   * @return by Keras' key: {@code loss}
   * @throws IllegalArgumentException if there are no samples
   */
  public Map<String, Double> evaluate(Samples samples) {
    requireSamples(samples);
    return Map.of(History.LOSS, Inference.loss(model, samples, loss));
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

  private static void requireSamples(Samples samples) {
    if (samples.size() == 0) {
      throw new IllegalArgumentException("there are no samples");
    }
  }

  private static void requireFinite(RunningMean mean, String epoch) {
    if (mean.diverged()) {
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
