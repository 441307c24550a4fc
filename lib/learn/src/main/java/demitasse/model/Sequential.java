package demitasse.model;

import static demitasse.numeric.Arguments.given;

import ai.djl.ndarray.types.Shape;
import demitasse.data.Samples;
import demitasse.layer.Chain;
import demitasse.layer.Input;
import demitasse.layer.Layer;
import demitasse.layer.Network;
import demitasse.train.CheckpointException;
import demitasse.train.Evaluation;
import demitasse.train.Fit;
import demitasse.train.History;
import demitasse.train.Loss;
import demitasse.train.Measures;
import demitasse.train.Metric;
import demitasse.train.Optimizer;
import demitasse.train.Prediction;
import demitasse.train.Scores;
import demitasse.train.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A model that passes its input through one layer after the other, with Keras' verbs.
 *
 * <pre>{@code
 * var encoder = sequential(dense(784, RELU), dense(64, RELU)).name("encoder");
 * var decoder = sequential(dense(784, SIGMOID)).name("decoder");
 * var model = sequential(input(784), encoder, decoder);
 * model.compile(adam(1e-3), mse()).seed(42);
 * History history = model.fit(samples, epochs(10).batchSize(256));
 * float[][] codes = encoder.predict(samples);
 * }</pre>
 *
 * <p>A model is a layer, so it can stand in another one, and the two then have the same weights.
 * Weights are native memory. {@link #close} frees it; so does the garbage collector, when neither
 * the model nor one of its layers can be reached any more.
 */
public final class Sequential extends Chain implements AutoCloseable {
  private final Optional<Input> input;
  private Optimizer optimizer;
  private Measures measures;
  private Trainer trainer;
  private History loaded = History.empty();
  private long seed;
  private boolean closed;

  Sequential(String name, List<? extends Layer> layers) {
    super("Sequential", name, layers);
    this.input = layers.get(0) instanceof Input given ? Optional.of(given) : Optional.empty();
  }

  /** Returns a model of the same layers under another name; it is not compiled. */
  @Override
  public Sequential name(String name) {
    List<Layer> all = new ArrayList<>(layers());
    input.ifPresent(given -> all.add(0, given));
    return new Sequential(name, all);
  }

  /**
   * Returns the model made of the first {@code n} layers. It has their weights: when this model
   * learns, so does its part.
   *
   * @throws IllegalArgumentException unless 1 ≤ n ≤ number of layers
   * @throws IllegalStateException if the shape of the inputs is not known yet
   */
  public Sequential first(int n) {
    if (n < 1 || n > layers().size()) {
      throw new IllegalArgumentException(
          "this model has " + layers().size() + " layers, so it has no part of " + n);
    }
    var part = new Sequential(null, layers().subList(0, n));
    part.placeAsPart(inputShape());
    return part;
  }

  /**
   * Returns the shape of one input without the batch dimension.
   *
   * @throws IllegalStateException if it is not known yet
   */
  public Shape inputShape() {
    return network().inputShape();
  }

  /**
   * Returns the shape of one output without the batch dimension.
   *
   * @throws IllegalStateException if the shape of the inputs is not known yet
   */
  public Shape outputShape() {
    return network().outputShape();
  }

  /**
   * Returns the layers with their shapes and numbers of parameters.
   *
   * @throws IllegalStateException if the shape of the inputs is not known yet
   */
  public Summary summary() {
    return Summary.of(this);
  }

  // ---- learning

  /**
   * Sets how the model learns, before the first {@link #fit}. It forgets how it was trained until
   * then, not what it has learned.
   *
   * @param optimizer how gradients change weights
   * @param loss what is minimized
   * @param metrics what is measured beside it
   * @return this model
   * @throws IllegalArgumentException if the loss cannot take what the last layer returns
   */
  public Sequential compile(Optimizer optimizer, Loss loss, Metric... metrics) {
    requireOpen();
    given(optimizer, "the optimizer");
    given(loss, "the loss");
    given(metrics, "the metrics", "metric");
    this.measures = new Measures(loss, List.of(metrics), outputActivation());
    this.optimizer = optimizer;
    closeTrainer();
    loaded = History.empty();
    return this;
  }

  /**
   * Sets what decides all that is random from here on: the first weights, unless they are there,
   * the order of the samples, what dropout drops, how images are augmented. It is 0 unless set.
   *
   * @return this model
   */
  public Sequential seed(long seed) {
    requireOpen();
    this.seed = seed;
    if (placedInput().isPresent()) {
      network().seed(seed);
    }
    if (trainer != null) {
      trainer.seed(seed);
    }
    return this;
  }

  /** Returns what decides all that is random. */
  public long seed() {
    return trainer == null ? seed : trainer.seed();
  }

  /**
   * Trains the model, with a progress line on standard output.
   *
   * <p>An interrupt (a notebook's stop button) ends the training after the step at hand: the model
   * keeps what it has learned, and the history has the epochs that were finished, or if none was,
   * the one at hand as far as it came. The same call then goes on with the rest of the epoch, up to
   * the same last one.
   *
   * @param samples what to learn from; their order is drawn anew in each epoch
   * @param fit how, such as {@code epochs(10).batchSize(256)}
   * @return the epochs of this fit: {@code loss} and the metrics are means over an epoch's steps,
   *     measured while the weights change, as in Keras. {@link #history} has those of all fits
   * @throws IllegalArgumentException before the first step, if there are no samples, if these or
   *     those for validation do not fit the model, or if what is to be monitored is not measured
   * @throws IllegalStateException if the model is not compiled or was closed, or if the loss or a
   *     weight is no longer a finite number
   * @throws CheckpointException if the file to resume from is damaged or of another training
   */
  public History fit(Samples samples, Fit fit) {
    requireCompiled();
    given(samples, "the samples");
    given(fit, "the fit");
    placed(samples.inputShape());
    return trainer().fit(samples, fit);
  }

  /** Returns all epochs since the model was compiled, over all fits; those loaded included. */
  public History history() {
    return trainer == null ? loaded : trainer.history();
  }

  // ---- measuring

  /**
   * Measures the loss and the metrics with which the model was compiled.
   *
   * @return means over the samples
   * @throws IllegalArgumentException if there are no samples, or they do not fit the model
   * @throws IllegalStateException if the model is not compiled or was closed
   * @throws java.util.concurrent.CancellationException if the thread was interrupted
   */
  public Scores evaluate(Samples samples) {
    requireCompiled();
    given(samples, "the samples");
    return Evaluation.of(placed(samples.inputShape()), samples, measures);
  }

  /** Measures a loss and metrics; the model need not be compiled. See {@link #evaluate}. */
  public Scores evaluate(Samples samples, Loss loss, Metric... metrics) {
    requireOpen();
    given(samples, "the samples");
    given(loss, "the loss");
    given(metrics, "the metrics", "metric");
    var asked = new Measures(loss, List.of(metrics), outputActivation());
    return Evaluation.of(placed(samples.inputShape()), samples, asked);
  }

  /**
   * Passes the inputs of samples through the model, without learning.
   *
   * @return one row for each sample: the output, flattened
   * @throws IllegalArgumentException if the model takes inputs of another shape
   * @throws IllegalStateException if the model was closed
   * @throws java.util.concurrent.CancellationException if the thread was interrupted
   */
  public float[][] predict(Samples samples) {
    requireOpen();
    given(samples, "the samples");
    return Prediction.of(placed(samples.inputShape()), samples);
  }

  /**
   * Passes rows of numbers through the model, without learning.
   *
   * @param rows one flattened input each
   * @return one row for each input: the output, flattened
   * @throws IllegalArgumentException if a row has not as many numbers as an input
   * @throws IllegalStateException if the model was closed
   * @throws java.util.concurrent.CancellationException if the thread was interrupted
   */
  public float[][] predict(float[][] rows) {
    requireOpen();
    given(rows, "the rows", "row");
    return rows.length == 0 ? new float[0][] : Prediction.of(placed(rows[0].length), rows);
  }

  /** Passes one flattened input through the model, see {@link #predict(float[][])}. */
  public float[] predict(float[] row) {
    return predict(new float[][] {row})[0];
  }

  /**
   * Passes rows of numbers through the model as a step of training does, dropout and the batch
   * normalization's own mean and variance included; the model does not change.
   *
   * @param rows one flattened input each, together the batch
   * @param seed decides what is dropped
   * @return one row for each input: the output, flattened
   * @throws IllegalArgumentException if there is no row, or one has not as many numbers as an input
   * @throws IllegalStateException if the model was closed
   */
  public float[][] predictInTraining(float[][] rows, long seed) {
    requireOpen();
    given(rows, "the rows", "row");
    if (rows.length == 0) {
      throw new IllegalArgumentException("a batch has one row or more");
    }
    return Prediction.inTraining(placed(rows[0].length), rows, seed);
  }

  // ---- files

  /**
   * Saves everything that is needed to go on: the weights, and of a compiled model what the
   * optimizer remembers, how far the training came, the history, the seed. The file is in the
   * safetensors format, in which other tools find the weights by names such as {@code dense.bias}.
   *
   * @param file is replaced as a whole or not at all; its folder is made
   * @throws CheckpointException if it cannot be written; the message says why
   * @throws IllegalStateException if the shape of the inputs is not known yet
   */
  public void save(Path file) {
    requireOpen();
    given(file, "the file");
    placed();
    if (optimizer == null) {
      Trainer.saveWeights(network(), loaded, file);
    } else {
      trainer().save(file);
    }
  }

  /**
   * Takes the model to where it was saved. A compiled one then goes on as it would have there; one
   * that is not has the weights and the history.
   *
   * @throws CheckpointException if the file is damaged, or of another model, loss or optimizer;
   *     nothing is changed then
   * @throws IllegalStateException if the shape of the inputs is not known yet
   */
  public void load(Path file) {
    requireOpen();
    given(file, "the file");
    placed();
    if (optimizer == null) {
      loaded = Trainer.loadWeights(network(), file);
    } else {
      trainer().load(file);
    }
  }

  /**
   * Takes the model back to where it was saved, as after {@link Fit#saveBest}: the weights, and
   * what the optimizer remembers. The history stays as long as it is, and so does the number of
   * epochs from which a further fit counts.
   *
   * @throws CheckpointException as in {@link #load}
   * @throws IllegalStateException if the shape of the inputs is not known yet
   */
  public void restore(Path file) {
    requireOpen();
    given(file, "the file");
    placed();
    if (optimizer == null) {
      Trainer.loadWeights(network(), file);
    } else {
      trainer().restore(file);
    }
  }

  // ---- memory

  /**
   * Frees the weights that were made for this model. Of a part the weights are the whole model's,
   * so closing it frees nothing.
   */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      closeTrainer();
      if (placedInput().isPresent()) {
        network().close();
      }
    }
  }

  private void closeTrainer() {
    if (trainer != null) {
      trainer.close();
      trainer = null;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the model was closed: its weights are gone. Make a new one");
    }
  }

  private void requireCompiled() {
    requireOpen();
    if (optimizer == null) {
      throw new IllegalStateException(
          "the model is not compiled: compile(adam(1e-3), mse()) says how it learns");
    }
  }

  private Trainer trainer() {
    if (trainer == null) {
      trainer = new Trainer(network(), optimizer, measures, seed);
    }
    return trainer;
  }

  /** Returns the layers in their places, at the latest now, for inputs of a shape. */
  private Network placed(Shape inputShape) {
    placeAt(inputShape);
    return placed();
  }

  private Network placed(long numbers) {
    return placed(new Shape(numbers));
  }

  private Network placed() {
    Network network = network();
    network.seed(seed);
    return network;
  }

  /** Returns the summary as text; where the shapes are not known yet, the layers. */
  @Override
  public String toString() {
    return placedInput().isPresent()
        ? summary().toString()
        : layers().stream()
            .map(Layer::toString)
            .collect(Collectors.joining(", ", "Sequential(", ")"));
  }
}
