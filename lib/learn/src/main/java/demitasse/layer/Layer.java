package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One layer of a {@link Sequential} model: one array in, one array out, and an activation.
 *
 * <p>A layer is a DJL block, so it can be used wherever DJL takes one. It is made without weights,
 * which come into being when the model is built and the shape of the input is known. Its settings
 * can be changed until it becomes part of a model.
 */
public abstract class Layer extends AbstractBlock {
  private static final byte VERSION = 1;

  private final String type;
  private final Activation activation;
  private String name;
  private boolean placed;

  /**
   * Creates a layer.
   *
   * @param type Keras' name for this type of layer, such as {@code Dense}
   * @param activation applied to what {@link #call} returns
   */
  protected Layer(String type, Activation activation) {
    super(VERSION);
    this.type = type;
    this.activation = activation;
  }

  /** Returns Keras' name for this type of layer, such as {@code Conv2D}. */
  public final String type() {
    return type;
  }

  /** Returns the activation that is part of this layer. */
  public final Activation activation() {
    return activation;
  }

  /**
   * Gives the layer a name in its model; without, it is called by its type and numbered.
   *
   * @return this layer
   * @throws IllegalStateException if the layer is part of a model already
   */
  public final Layer named(String name) {
    requireFree();
    this.name = name;
    return this;
  }

  /** Returns the name that was given to this layer. */
  final Optional<String> givenName() {
    return Optional.ofNullable(name);
  }

  /** Returns the type as Keras writes it in names: {@code Conv2DTranspose}, conv2d_transpose. */
  final String typeInNames() {
    return type.replaceAll("(.)([A-Z][a-z0-9]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /**
   * Checks that a setting can still be changed.
   *
   * @throws IllegalStateException if the layer is part of a model
   */
  protected final void requireFree() {
    if (placed) {
      throw new IllegalStateException("this layer is part of a model and cannot be changed");
    }
  }

  /** Makes this layer part of a model, for good. */
  final void place() {
    if (placed) {
      throw new IllegalArgumentException("the same layer stands in a model already");
    }
    placed = true;
  }

  /**
   * Returns the shape of the output.
   *
   * @param input shape of the input; neither has the batch dimension
   * @throws IllegalArgumentException if the layer cannot take such an input
   */
  protected abstract Shape outputShape(Shape input);

  /** Gives the parameters their shapes, for an input of the given shape without batch dimension. */
  protected void prepareParameters(Shape input) {}

  /** Returns r: parameters of type weight start uniform in (-r, r). Their shapes are known. */
  protected double weightRange() {
    return 0;
  }

  /**
   * Applies the layer to a batch, up to the activation.
   *
   * @param pass hands out the arrays of the parameters
   * @param x shape (batch, input shape…)
   * @return shape (batch, output shape…)
   */
  protected abstract NDArray call(Pass pass, NDArray x);

  /** Applies the layer to a batch, the activation included. */
  final NDArray apply(Pass pass, NDArray x) {
    NDArray sums = call(pass, x);
    NDArray y = activation.of(sums);
    pass.release(sums, x, y);
    return y;
  }

  /**
   * Adds this layer to the graph of a model.
   *
   * @return the node that has the output
   */
  Node appendTo(Graph graph, Node input) {
    return graph.add(this, outputShape(input.outputShape()), input);
  }

  @Override
  protected final NDList forwardInternal(
      ParameterStore weights,
      NDList inputs,
      boolean training,
      PairList<String, Object> unusedParameters) {
    var pass = new Pass(weights, training, ThreadLocalRandom.current().nextLong());
    return new NDList(apply(pass, inputs.singletonOrThrow()));
  }

  @Override
  public final Shape[] getOutputShapes(Shape[] inputShapes) {
    Shape input = inputShapes[0];
    return new Shape[] {new Shape(input.get(0)).addAll(outputShape(input.slice(1)))};
  }

  @Override
  protected final void prepare(Shape[] inputShapes) {
    prepareParameters(inputShapes[0].slice(1));
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
    // Most layers have no children.
  }

  /** Adds a parameter; its shape is set in {@link #prepareParameters}. */
  protected final Parameter addParameter(String name, Parameter.Type type) {
    return addParameter(Parameter.builder().setName(name).setType(type).build());
  }
}
