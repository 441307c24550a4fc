package demitasse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import demitasse.data.Batch;
import demitasse.data.Samples;
import demitasse.engine.ArrayMemory;
import demitasse.engine.NativeMemory;
import demitasse.layer.Network;
import demitasse.layer.Pass;
import demitasse.layer.Weight;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A network that learns: its weights, what the optimizer remembers of them, and how far the
 * training has come.
 *
 * <p>It remembers where it is: a second {@link #fit} goes on where the first one ended, also after
 * an interrupt. The seed decides the order of the samples, what dropout drops and how images are
 * augmented, so the same seed on the same engine gives the same history.
 */
public final class Trainer implements AutoCloseable {
  /** Stands in the name of what the optimizer remembers of a weight. */
  static final String STATE = ".state.";

  private final Network network;
  private final Measures measures;
  private final Optimizer optimizer;
  private final Trainables trainables;
  private final NativeMemory memory;
  private final Map<String, NDArray> arrays = new LinkedHashMap<>();
  private Map<String, String> fit = Map.of();
  private TrainingState state;

  /**
   * Gets ready.
   *
   * @param network its weights are made if they are not there
   * @param seed decides all that is random
   */
  public Trainer(Network network, Optimizer optimizer, Measures measures, long seed) {
    this.network = network;
    this.measures = measures;
    this.optimizer = optimizer;
    this.trainables = new Trainables(optimizer);
    this.state = TrainingState.beginning(seed);
    long bytes = network.weights().stream().mapToLong(each -> each.shape().size()).sum();
    this.memory = NativeMemory.of("training", (1L + optimizer.stateArrays()) * 4 * bytes);
    for (var each : network.namedWeights().entrySet()) {
      add(each.getKey(), each.getValue());
    }
  }

  private void add(String name, Weight weight) {
    arrays.put(name, weight.array());
    if (weight.trainable()) {
      List<NDArray> remembered = trainables.add(weight.learningArray(), memory.manager());
      for (int i = 0; i < remembered.size(); i++) {
        arrays.put(name + STATE + i, remembered.get(i));
      }
    }
  }

  /** Returns what decides all that is random. */
  public long seed() {
    return state.seed();
  }

  /** Sets what decides all that is random from here on. */
  public void seed(long seed) {
    state = state.seed(seed);
  }

  /** Returns all epochs so far, over all fits. */
  public History history() {
    return state.history();
  }

  /**
   * Trains the network, with a progress line on standard output.
   *
   * <p>An interrupt of the thread (a notebook's stop button) ends the training after the step at
   * hand and is taken: the network keeps what it has learned, and the history has the epochs that
   * were finished, or if none was, the one at hand as far as it came. The same fit on as many
   * samples then goes on with the rest of the epoch, up to the same last one.
   *
   * @param samples what to learn from; their order is drawn anew in each epoch
   * @return one row for each epoch: {@code loss} and the metrics are means over the epoch's steps,
   *     measured while the weights change, as in Keras; a resumed fit also returns the epochs
   *     before it was interrupted
   * @throws IllegalArgumentException before the first step, if there are no samples, if these or
   *     those for validation do not fit the network, or if what is to be monitored is not measured
   * @throws IllegalStateException if the loss or a weight is no longer a finite number
   * @throws CheckpointException if the file to resume from is damaged or of another training
   */
  public History fit(Samples samples, Fit fit) {
    return new FitRun(this, samples, fit).run();
  }

  /**
   * Saves everything that this training needs to go on: weights, what the optimizer remembers, the
   * numbers of epochs and steps, how far an interrupted epoch came, the history, the seed.
   *
   * @param file is replaced as a whole or not at all; its folder is made
   * @throws CheckpointException if it cannot be written
   */
  public void save(Path file) {
    Checkpoint.write(file, state, description(fit), arrays);
  }

  /**
   * Tells whether a file holds a model whose training came to its end, and not one that was stopped
   * on the way or is still at it.
   *
   * @return false also if there is no such file
   * @throws CheckpointException if the file is damaged
   */
  public static boolean isFinished(Path file) {
    if (!Files.exists(file)) {
      return false;
    }
    TrainingState state = Checkpoint.readState(file);
    return state.epochs() > 0 && state.epochs() >= state.last();
  }

  /**
   * Takes this training to where another one was saved; what it has learned itself is lost. Fitting
   * goes on as it would have there.
   *
   * @throws CheckpointException if the file is damaged, or of another network, loss or optimizer;
   *     nothing is changed then
   */
  public void load(Path file) {
    state = Checkpoint.read(file, description(Map.of()), arrays, true);
  }

  /** Takes this training to where another one was saved in the midst of the fit at hand. */
  void resume(Path file) {
    state = Checkpoint.read(file, description(fit), arrays, true);
  }

  /**
   * Saves weights alone, for {@link #loadWeights}.
   *
   * @param history of the training that made them
   * @throws CheckpointException if the file cannot be written
   */
  public static void saveWeights(Network network, History history, Path file) {
    TrainingState none = TrainingState.beginning(0).epoch(history);
    Checkpoint.write(file, none, Description.of(network), weights(network));
  }

  /**
   * Takes the weights of a training, whatever its loss and its optimizer.
   *
   * @return its history
   * @throws CheckpointException if the file is damaged, or of another network; nothing is changed
   *     then
   */
  public static History loadWeights(Network network, Path file) {
    return Checkpoint.read(file, Description.of(network), weights(network), false).history();
  }

  private static Map<String, NDArray> weights(Network network) {
    Map<String, NDArray> weights = new LinkedHashMap<>();
    network.namedWeights().forEach((name, weight) -> weights.put(name, weight.array()));
    return weights;
  }

  /**
   * Takes the network back to where a training was saved, as after {@link Fit#saveBest}: the
   * weights, and what the optimizer remembers. The history stays as long as it is, and so does the
   * number of epochs from which a further fit counts.
   *
   * @throws CheckpointException as in {@link #load}
   */
  public void restore(Path file) {
    Checkpoint.read(file, description(Map.of()), arrays, true);
  }

  private Map<String, String> description(Map<String, String> fit) {
    Map<String, String> parts = Description.of(network, measures, optimizer);
    parts.putAll(fit);
    return parts;
  }

  Network network() {
    return network;
  }

  Measures measures() {
    return measures;
  }

  TrainingState state() {
    return state;
  }

  void state(TrainingState state) {
    this.state = state;
  }

  Optimizer optimizer() {
    return optimizer;
  }

  /** Returns what the last fit was of. */
  Map<String, String> fit() {
    return fit;
  }

  /** Writes down what the fit at hand is of, for the checkpoints. */
  void fit(Map<String, String> description) {
    fit = description;
  }

  /** One step: forward, backward, update. All its arrays go with the step's scope. */
  void step(Samples train, int[] indices, RunningMeans means) {
    state = state.step();
    long number = state.steps();
    try (NDManager scope = network.newScope()) {
      Batch batch = train.batch(scope, indices, mix(state.seed(), number));
      Pass pass = Pass.training(mix(~state.seed(), number));
      NDArray logits;
      NDArray loss;
      try (GradientCollector gradients = network.engine().newGradientCollector()) {
        logits = network.logits(pass, batch.input());
        loss = measures.loss(batch.target(), logits);
        gradients.backward(loss);
      }
      pass.finish();
      trainables.step(number);
      means.add(measures.all(loss, batch.target(), logits), indices.length);
    }
  }

  /** Returns the order of the samples in the epoch to come (Fisher and Yates' shuffle). */
  int[] order(int size) {
    int[] order = new int[size];
    var random = new SplittableRandom(mix(state.seed(), -1L - state.epochs()));
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

  /**
   * Tells whether all weights are finite. The loss does not show it: some of the engines'
   * operations make a number of what is none.
   */
  boolean isFinite() {
    for (Weight weight : network.weights()) {
      FloatBuffer numbers = ArrayMemory.of(weight.array());
      // Of finite numbers the difference to themselves is 0.
      float sum = 0;
      for (int i = 0; i < numbers.capacity(); i++) {
        float number = numbers.get(i);
        sum += number - number;
      }
      if (sum != 0) {
        return false;
      }
    }
    return true;
  }

  /** Frees what the optimizer remembers. The network stays. */
  @Override
  public void close() {
    memory.close();
  }
}
