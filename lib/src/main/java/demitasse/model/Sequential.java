package demitasse.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A model that passes its input through one layer after the other, as Keras' {@code Sequential}.
 *
 * <pre>{@code
 * var model = Sequential.of(new Shape(784), dense(64, RELU), dense(784, SIGMOID));
 * }</pre>
 *
 * <p>The weights come into being in {@link #build}; they are native memory, which {@link #close}
 * frees.
 */
public final class Sequential implements AutoCloseable {
  private final Shape inputShape;
  private final List<Named> layers;
  private final Weights weights;

  /**
   * A layer with its place in the model.
   *
   * @param name Keras' name: the kind, and from the second of a kind on a number, {@code dense_1}
   * @param layer the layer
   * @param outputShape shape of its output without the batch dimension
   */
  public record Named(String name, Layer layer, Shape outputShape) {}

  /** The native side of a model; shared by its parts, {@link #first} and {@link #last}. */
  private static final class Weights {
    private final Shape inputShape;
    private final List<Named> layers;
    private NDManager manager;
    private ParameterStore store;

    private Weights(Shape inputShape, List<Named> layers) {
      this.inputShape = inputShape;
      this.layers = layers;
    }
  }

  private Sequential(Shape inputShape, List<Named> layers, Weights weights) {
    this.inputShape = inputShape;
    this.layers = layers;
    this.weights = weights;
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
    if (layers.length == 0) {
      throw new IllegalArgumentException("a model needs at least one layer");
    }
    List<Named> named = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    Shape shape = inputShape;
    for (Layer layer : layers) {
      int number = seen.merge(layer.kind(), 1, Integer::sum) - 1;
      String name = number == 0 ? layer.kind() : layer.kind() + "_" + number;
      if (named.stream().anyMatch(other -> other.layer() == layer)) {
        throw new IllegalArgumentException(name + ": the same layer stands in the model twice");
      }
      try {
        Shape output = layer.outputShape(shape);
        layer.prepareParameters(shape);
        shape = output;
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
      }
      named.add(new Named(name, layer, shape));
    }
    List<Named> all = List.copyOf(named);
    return new Sequential(inputShape, all, new Weights(inputShape, all));
  }

  /** Returns the shape of one input without the batch dimension. */
  public Shape inputShape() {
    return inputShape;
  }

  /** Returns the shape of one output without the batch dimension. */
  public Shape outputShape() {
    return layers.get(layers.size() - 1).outputShape();
  }

  /** Returns the layers in order. */
  public List<Named> layers() {
    return layers;
  }

  /**
   * Returns the model made of the first {@code n} layers: of an autoencoder, the encoder. It shares
   * their weights: when this model learns, so does its part.
   *
   * @throws IllegalArgumentException unless 1 ≤ n ≤ number of layers
   */
  public Sequential first(int n) {
    requirePart(n);
    return new Sequential(inputShape, layers.subList(0, n), weights);
  }

  /**
   * Returns the model made of the last {@code n} layers: of an autoencoder, the decoder. It shares
   * their weights, as {@link #first}.
   *
   * @throws IllegalArgumentException unless 1 ≤ n ≤ number of layers
   */
  public Sequential last(int n) {
    requirePart(n);
    int from = layers.size() - n;
    Shape input = from == 0 ? inputShape : layers.get(from - 1).outputShape();
    return new Sequential(input, layers.subList(from, layers.size()), weights);
  }

  private void requirePart(int n) {
    if (n < 1 || n > layers.size()) {
      throw new IllegalArgumentException(
          "this model has " + layers.size() + " layers, so it has no part of " + n);
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
    Shape shape = weights.inputShape;
    for (Named named : weights.layers) {
      Layer layer = named.layer();
      for (var parameter : layer.getDirectParameters().values()) {
        if (parameter.getType() == Parameter.Type.WEIGHT) {
          parameter.setInitializer(new GlorotUniform(seeds.nextLong()));
        }
      }
      layer.initialize(manager, DataType.FLOAT32, new Shape(1).addAll(shape));
      shape = named.outputShape();
    }
    weights.manager = manager;
    weights.store = new ParameterStore(manager, false);
  }

  /** Tells whether the model has weights. */
  public boolean isBuilt() {
    return weights.manager != null;
  }

  /**
   * Returns the manager that owns the weights, the parent for the scope of each step.
   *
   * @throws IllegalStateException if the model has no weights
   */
  public NDManager manager() {
    requireBuilt();
    return weights.manager;
  }

  /** Returns the parameters of all layers in order, trainable or not. */
  public List<Parameter> parameters() {
    return layers.stream()
        .flatMap(named -> named.layer().getDirectParameters().values().stream())
        .toList();
  }

  /**
   * Passes a batch through all layers.
   *
   * @param x shape (batch, input shape…)
   * @param training whether the pass is part of training
   * @return shape (batch, output shape…), attached to the manager of {@code x}
   * @throws IllegalStateException if the model has no weights
   * @throws IllegalArgumentException if {@code x} has another shape
   */
  public NDArray forward(NDArray x, boolean training) {
    requireBuilt();
    if (!x.getShape().slice(1).equals(inputShape)) {
      throw new IllegalArgumentException(
          "the model takes inputs of shape " + inputShape + ", not " + x.getShape().slice(1));
    }
    NDArray y = x;
    for (Named named : layers) {
      y = named.layer().forward(weights.store, new NDList(y), training).singletonOrThrow();
    }
    return y;
  }

  /** Frees the weights; they are also those of its parts. */
  @Override
  public void close() {
    if (isBuilt()) {
      weights.manager.close();
      weights.manager = null;
      weights.store = null;
      weights.layers.forEach(named -> named.layer().clear());
    }
  }

  private void requireBuilt() {
    if (!isBuilt()) {
      throw new IllegalStateException(
          "the model has no weights: it is not built, or it was closed");
    }
  }
}
