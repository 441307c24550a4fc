package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import demitasse.engine.Engines;
import demitasse.engine.FreedMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A model that passes its input through one layer after the other, as Keras' {@code Sequential}.
 *
 * <pre>{@code
 * var model = Sequential.of(new Shape(784), dense(64, RELU), dense(784, SIGMOID));
 * }</pre>
 *
 * <p>A layer may branch inside, see {@link Layers#residual}. The weights come into being in {@link
 * #build}; they are native memory, which {@link #close} frees.
 */
public final class Sequential implements AutoCloseable {
  /** The name of the input among the nodes. */
  public static final String INPUT = "input";

  private final Whole whole;
  private final int from;
  private final int to;

  /** A model with its weights; shared by its parts, {@link #first} and {@link #last}. */
  private static final class Whole {
    private final Shape inputShape;
    private final List<Node> layers;
    private final List<Node> nodes;
    private NDManager manager;
    private NDManager learning;
    private ParameterStore store;

    private Whole(Shape inputShape, List<Node> layers, List<Node> nodes) {
      this.inputShape = inputShape;
      this.layers = layers;
      this.nodes = nodes;
    }
  }

  private Sequential(Whole whole, int from, int to) {
    this.whole = whole;
    this.from = from;
    this.to = to;
  }

  /**
   * Puts layers together to a model.
   *
   * @param inputShape shape of one input without the batch dimension, such as (784) or (1, 28, 28)
   * @param layers at least one; each takes what the one before it returns
   * @throws IllegalArgumentException if there is no layer, if one layer stands in two places, or if
   *     a layer cannot take its input; the message names the layer
   */
  public static Sequential of(Shape inputShape, Layer... layers) {
    return of(inputShape, List.of(layers));
  }

  /** Puts layers together to a model, see {@link #of(Shape, Layer...)}. */
  public static Sequential of(Shape inputShape, List<? extends Layer> layers) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a model needs at least one layer");
    }
    var graph = new Graph();
    List<Node> inOrder = new ArrayList<>();
    Node end = new Node(INPUT, null, List.of(), inputShape, inputShape);
    for (Layer layer : layers) {
      end = graph.append(layer, end);
      inOrder.add(end);
    }
    var whole = new Whole(inputShape, List.copyOf(inOrder), graph.nodes());
    return new Sequential(whole, 0, inOrder.size());
  }

  /** Returns the shape of one input without the batch dimension. */
  public Shape inputShape() {
    return from == 0 ? whole.inputShape : whole.layers.get(from - 1).outputShape();
  }

  /** Returns the shape of one output without the batch dimension. */
  public Shape outputShape() {
    return whole.layers.get(to - 1).outputShape();
  }

  /** Returns the activation of the last layer. */
  public Activation outputActivation() {
    return whole.layers.get(to - 1).layer().activation();
  }

  /** Returns the layers in order; a residual stands for all that it is made of. */
  public List<Node> layers() {
    return whole.layers.subList(from, to);
  }

  /**
   * Returns all layers, also those that a residual is made of, each behind those whose outputs it
   * takes.
   */
  public List<Node> nodes() {
    int start = from == 0 ? 0 : whole.nodes.indexOf(whole.layers.get(from - 1)) + 1;
    return whole.nodes.subList(start, whole.nodes.indexOf(whole.layers.get(to - 1)) + 1);
  }

  /**
   * Returns the model made of the first {@code n} layers: of an autoencoder, the encoder. It shares
   * their weights: when this model learns, so does its part.
   *
   * @throws IllegalArgumentException unless 1 ≤ n ≤ number of layers
   */
  public Sequential first(int n) {
    requirePart(n);
    return new Sequential(whole, from, from + n);
  }

  /**
   * Returns the model made of the last {@code n} layers: of an autoencoder, the decoder. It shares
   * their weights, as {@link #first}.
   *
   * @throws IllegalArgumentException unless 1 ≤ n ≤ number of layers
   */
  public Sequential last(int n) {
    requirePart(n);
    return new Sequential(whole, to - n, to);
  }

  private void requirePart(int n) {
    if (n < 1 || n > to - from) {
      throw new IllegalArgumentException(
          "this model has " + (to - from) + " layers, so it has no part of " + n);
    }
  }

  /**
   * Makes the weights, unless the model has them already. A part builds the whole model.
   *
   * @param seed the same seed gives the same weights, on every engine
   */
  public void build(long seed) {
    if (isBuilt()) {
      return;
    }
    NDManager manager = Engines.current().newBaseManager();
    manager.setName("model weights");
    var seeds = new SplittableRandom(seed);
    for (Node node : whole.nodes) {
      Layer layer = node.layer();
      for (var parameter : layer.getDirectParameters().values()) {
        if (parameter.getType() == Parameter.Type.WEIGHT) {
          parameter.setInitializer(new UniformWeights(layer.weightRange(), seeds.nextLong()));
        }
        parameter.initialize(manager, DataType.FLOAT32);
      }
    }
    whole.manager = manager;
    whole.store = new ParameterStore(manager, false);
  }

  /** Tells whether the model has weights. */
  public boolean isBuilt() {
    return whole.manager != null;
  }

  /**
   * Returns the manager that owns the weights, the parent for the scope of each step.
   *
   * @throws IllegalStateException if the model has no weights
   */
  public NDManager manager() {
    requireBuilt();
    return whole.manager;
  }

  /**
   * Begins a learner's memory beside the weights, and frees that of the learner before: as in
   * Keras, a model that is compiled anew forgets how it was trained, not what it has learned.
   *
   * @throws IllegalStateException if the model has no weights
   */
  public NDManager newLearningScope() {
    requireBuilt();
    if (whole.learning != null) {
      whole.learning.close();
    }
    whole.learning = whole.manager.newSubManager();
    return whole.learning;
  }

  /** Returns the parameters of all layers in order, trainable or not. */
  public List<Parameter> parameters() {
    return nodes().stream()
        .flatMap(node -> node.layer().getDirectParameters().values().stream())
        .toList();
  }

  /**
   * Begins a pass that does not learn.
   *
   * @throws IllegalStateException if the model has no weights
   */
  public Pass inference() {
    requireBuilt();
    return new Pass(whole.store, false, 0);
  }

  /**
   * Begins a pass of training, to be made while gradients are collected and ended by {@link
   * Pass#finish}.
   *
   * @param seed decides what is random about it
   * @throws IllegalStateException if the model has no weights
   */
  public Pass training(long seed) {
    requireBuilt();
    return new Pass(whole.store, true, seed);
  }

  /**
   * Passes a batch through all layers, without learning.
   *
   * @param x shape (batch, input shape…)
   * @return shape (batch, output shape…), attached to the manager of {@code x}
   * @throws IllegalStateException if the model has no weights
   * @throws IllegalArgumentException if {@code x} has another shape
   */
  public NDArray forward(NDArray x) {
    return forward(inference(), x);
  }

  /** Passes a batch through all layers, see {@link #forward(NDArray)}. */
  public NDArray forward(Pass pass, NDArray x) {
    NDArray logits = logits(pass, x);
    NDArray y = outputActivation().of(logits);
    pass.release(logits, x, y);
    return y;
  }

  /**
   * Passes a batch through all layers but leaves out the activation of the last: of a classifier
   * that ends in a softmax, the logits.
   *
   * @param x shape (batch, input shape…)
   * @return shape (batch, output shape…), attached to the manager of {@code x}
   * @throws IllegalArgumentException if {@code x} has another shape
   */
  public NDArray logits(Pass pass, NDArray x) {
    if (!x.getShape().slice(1).equals(inputShape())) {
      throw new IllegalArgumentException(
          "the model takes inputs of shape " + inputShape() + ", not " + x.getShape().slice(1));
    }
    NDArray y = x;
    for (int i = from; i < to; i++) {
      Layer layer = whole.layers.get(i).layer();
      NDArray next = i < to - 1 ? layer.apply(pass, y) : layer.call(pass, y);
      pass.release(y, x, next);
      y = next;
    }
    return y;
  }

  /**
   * Frees the weights, and with them those of all its parts. To close a part frees nothing: the
   * weights are the whole model's.
   */
  @Override
  public void close() {
    if (isBuilt() && to - from == whole.layers.size()) {
      whole.manager.close();
      whole.manager = null;
      whole.learning = null;
      whole.store = null;
      whole.nodes.forEach(
          node -> node.layer().getDirectParameters().values().forEach(Parameter::close));
      FreedMemory.giveBack();
    }
  }

  private void requireBuilt() {
    if (!isBuilt()) {
      throw new IllegalStateException(
          "the model has no weights: it is not built, or it was closed");
    }
  }
}
