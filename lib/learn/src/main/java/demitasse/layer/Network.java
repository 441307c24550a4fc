package demitasse.layer;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import demitasse.engine.Engines;
import demitasse.engine.NativeMemory;
import java.lang.ref.Reference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The layers of a model in their places: each knows the shape of its input and has a name. This is
 * the model's engine room, in which arrays are DJL's.
 *
 * <p>The weights come into being with their first use. They belong to one network, the last in
 * which their layer was put before that; others use them too.
 */
public final class Network implements AutoCloseable {
  /** The name of the input among the nodes. */
  public static final String INPUT = "input";

  private final Shape inputShape;
  private final List<Node> row;
  private final List<Node> nodes;
  private long seed;
  private NativeMemory memory;
  private Engine engine;
  private boolean closed;

  private Network(Shape inputShape, Graph graph) {
    this.inputShape = inputShape;
    this.row = graph.row();
    this.nodes = graph.nodes();
  }

  /**
   * Puts the layers of a chain in their places.
   *
   * @param claim whether weights that are not made yet are to belong here
   */
  static Network of(Chain chain, Shape inputShape, boolean claim) {
    var graph = new Graph();
    chain.appendEach(graph, new Node(INPUT, "", null, List.of(), inputShape, inputShape));
    var network = new Network(inputShape, graph);
    network.nodes.forEach(
        node -> node.layer().place(network, node.name(), node.inputShape(), claim));
    graph.parts().forEach((part, input) -> part.place(network, part.name(), input, claim));
    return network;
  }

  /** Returns the shape of one input without the batch dimension. */
  public Shape inputShape() {
    return inputShape;
  }

  /** Returns the shape of one output without the batch dimension. */
  public Shape outputShape() {
    return last().outputShape();
  }

  /** Returns the activation of the last layer. */
  public Activation outputActivation() {
    return last().layer().activation();
  }

  private Node last() {
    return row.get(row.size() - 1);
  }

  /**
   * Returns the layers that an input passes one after the other; a residual stands for all that it
   * is made of, a nested model's layers stand for it.
   */
  public List<Node> row() {
    return row;
  }

  /**
   * Returns all layers, also those that a residual is made of, each behind those whose outputs it
   * takes.
   */
  public List<Node> nodes() {
    return nodes;
  }

  /** Returns the weights of all layers in order, trainable or not. */
  public List<Weight> weights() {
    requireWeights();
    return nodes.stream().flatMap(node -> node.layer().parameters().stream()).toList();
  }

  /** Returns the weights by unique names, such as {@code dense_1.bias}, in the same order. */
  public Map<String, Weight> namedWeights() {
    requireWeights();
    Map<String, Weight> named = new LinkedHashMap<>();
    for (Node node : nodes) {
      for (Weight weight : node.layer().parameters()) {
        named.put(node.name() + "." + weight.name(), weight);
      }
    }
    return named;
  }

  /**
   * Sets what decides the first weights, as long as they are not made.
   *
   * @param seed the same seed gives the same weights, on every engine
   */
  public void seed(long seed) {
    this.seed = seed;
  }

  /**
   * Has the weights made that are not there.
   *
   * @throws IllegalStateException if the network, or one that made some of its weights, was closed
   */
  public void requireWeights() {
    if (closed) {
      throw new IllegalStateException("the model was closed: its weights are gone. Make a new one");
    }
    nodes.forEach(node -> node.layer().requireWeights());
  }

  /** Makes the weights of all layers that belong here. */
  void makeWeights() {
    if (closed) {
      throw new IllegalStateException(
          "the weights are gone: the model that they belong to was closed");
    }
    long bytes =
        nodes.stream()
            .filter(node -> node.layer().isAtHome(this))
            .flatMap(node -> node.layer().parameters().stream())
            .mapToLong(weight -> weight.shape().size() * Float.BYTES)
            .sum();
    memory = NativeMemory.of("model weights", bytes);
    var seeds = new SplittableRandom(seed);
    for (Node node : nodes) {
      for (Weight weight : node.layer().parameters()) {
        long own = weight.start().random() ? seeds.nextLong() : 0;
        if (node.layer().isAtHome(this)) {
          weight.make(memory.manager(), own);
        }
      }
    }
  }

  /** Returns the engine that computes. */
  public Engine engine() {
    if (engine == null) {
      engine = Engines.current();
    }
    return engine;
  }

  /** Returns a manager for the arrays of one batch, to be closed after it. */
  public NDManager newScope() {
    return engine().newBaseManager();
  }

  /**
   * Passes a batch through all layers.
   *
   * @param x shape (batch, input shape…)
   * @return shape (batch, output shape…), attached to the manager of {@code x}
   * @throws IllegalStateException if the network was closed
   * @throws IllegalArgumentException if {@code x} has another shape
   */
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
   * @throws IllegalStateException if the network was closed
   * @throws IllegalArgumentException if {@code x} has another shape
   */
  public NDArray logits(Pass pass, NDArray x) {
    requireWeights();
    if (!x.getShape().slice(1).equals(inputShape)) {
      throw new IllegalArgumentException(
          "the model takes inputs of shape " + inputShape + ", not " + x.getShape().slice(1));
    }
    NDArray y = x;
    for (int i = 0; i < row.size(); i++) {
      Layer layer = row.get(i).layer();
      NDArray next = i < row.size() - 1 ? layer.apply(pass, y) : layer.call(pass, y);
      pass.release(y, x, next);
      y = next;
    }
    // The weights are freed with the last layer that knows them, which must not be before this.
    Reference.reachabilityFence(this);
    return y;
  }

  /**
   * Passes a batch through all layers, without learning, and shows what each of the row returns.
   *
   * @param x shape (batch, input shape…)
   * @param visitor gets the layer and its output, of shape (batch, output shape…), which is freed
   *     when the next layer has used it
   * @throws IllegalStateException if the network was closed
   */
  public void visit(NDArray x, BiConsumer<Node, NDArray> visitor) {
    requireWeights();
    var pass = Pass.inference();
    NDArray y = x;
    for (Node node : row) {
      NDArray next = node.layer().apply(pass, y);
      visitor.accept(node, next);
      pass.release(y, x, next);
      y = next;
    }
    Reference.reachabilityFence(this);
  }

  /**
   * Tells what the layers compute when they do not learn, in the order of {@link #nodes}.
   *
   * @param exporter returns what is told the operations of a layer
   * @param input the value that stands for the model's input
   * @return the value that stands for the output of each layer, by the layer's name
   * @throws UnsupportedOperationException if a layer does not say what it computes; the message
   *     names it
   * @throws IllegalStateException if the network was closed
   */
  public <T> Map<String, T> export(Function<Node, LayerExporter<T>> exporter, T input) {
    requireWeights();
    Map<String, T> values = new LinkedHashMap<>();
    values.put(INPUT, input);
    for (Node node : nodes) {
      LayerExporter<T> to = exporter.apply(node);
      List<T> inputs = node.inputs().stream().map(values::get).toList();
      T result = node.layer().export(to, inputs);
      values.put(node.name(), to.activation(result, node.layer().activation()));
    }
    Reference.reachabilityFence(this);
    return values;
  }

  /**
   * Frees the weights that belong to this network. What another one has made stays, and what uses
   * these weights cannot be used any more.
   */
  @Override
  public void close() {
    closed = true;
    if (memory != null) {
      memory.close();
    }
  }
}
