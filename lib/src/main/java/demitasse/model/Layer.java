package demitasse.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * One layer of a {@link Sequential} model: one array in, one array out.
 *
 * <p>A layer is a DJL block, so it can be used wherever DJL takes one. It is made without weights,
 * which come into being when the model is built and the shape of the input is known.
 */
public abstract class Layer extends AbstractBlock {
  private static final byte VERSION = 1;

  private final String kind;

  /**
   * Creates a layer.
   *
   * @param kind Keras' name for this kind of layer in snake case, such as {@code dense}; layers of
   *     one kind are numbered within a model
   */
  protected Layer(String kind) {
    super(VERSION);
    this.kind = kind;
  }

  /** Returns Keras' name for this kind of layer, such as {@code dense}. */
  public final String kind() {
    return kind;
  }

  /** Returns the activation that is part of this layer. */
  public Activation activation() {
    return Activation.LINEAR;
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

  /**
   * Applies the layer to a batch.
   *
   * @param weights hands out the arrays of the parameters, see {@link #value}
   * @param x shape (batch, input shape…)
   * @param training whether the pass is part of training
   * @return shape (batch, output shape…)
   */
  protected abstract NDArray call(ParameterStore weights, NDArray x, boolean training);

  /** Returns the array of a parameter, for use in {@link #call}. */
  protected static NDArray value(
      ParameterStore weights, Parameter parameter, NDArray x, boolean training) {
    return weights.getValue(parameter, x.getDevice(), training);
  }

  @Override
  protected final NDList forwardInternal(
      ParameterStore weights,
      NDList inputs,
      boolean training,
      PairList<String, Object> unusedParameters) {
    return new NDList(call(weights, inputs.singletonOrThrow(), training));
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
  protected void initializeChildBlocks(
      ai.djl.ndarray.NDManager manager, DataType dataType, Shape... inputShapes) {
    // A layer has no children.
  }
}
