package demitasse.layer;

import static demitasse.numeric.Arguments.given;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One array in, one array out, and an activation: what models are put together from.
 *
 * <p>A layer's settings never change; a method that sets one returns another layer. Its weights do:
 * they come into being when the layer stands in a model whose input is known, and whoever uses the
 * layer, in one model or in several, uses the same weights.
 */
public abstract class Layer {
  private final String type;
  private final String givenName;
  private final Activation activation;
  private final List<Weight> parameters = new ArrayList<>();

  /** The model that makes the weights. */
  private Network home;

  private String nameAtHome;
  private Shape inputShape;

  /**
   * Creates a layer.
   *
   * @param type Keras' name for this type of layer, such as {@code Dense}
   * @param name in its model; null to be called by the type and numbered
   * @param activation applied to what {@link #call} returns
   */
  protected Layer(String type, String name, Activation activation) {
    if (name != null && name.isBlank()) {
      throw new IllegalArgumentException("the name of a layer must not be blank");
    }
    this.type = type;
    this.givenName = name;
    this.activation = given(activation, "the activation");
  }

  /** Returns Keras' name for this type of layer, such as {@code Conv2D}. */
  public final String type() {
    return type;
  }

  /** Returns the activation that is part of this layer. */
  public final Activation activation() {
    return activation;
  }

  /** Returns the name: the given one, or that in the model to which the weights belong. */
  public final String name() {
    return givenName().or(() -> Optional.ofNullable(nameAtHome)).orElseGet(this::typeInNames);
  }

  /** Returns the same layer, without weights, under another name. */
  public abstract Layer name(String name);

  /** Returns the name that was given to this layer. */
  final Optional<String> givenName() {
    return Optional.ofNullable(givenName);
  }

  /** Returns the name in the model to which the weights belong. */
  final Optional<String> nameAtHome() {
    return Optional.ofNullable(nameAtHome);
  }

  /** Returns the type as Keras writes it in names: {@code Conv2DTranspose}, conv2d_transpose. */
  final String typeInNames() {
    return type.replaceAll("(.)([A-Z][a-z0-9]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /**
   * Returns what this layer learns or keeps, in Keras' order. It is empty before the layer stands
   * in a model whose input is known, and for a layer that only holds others.
   */
  public final List<Weight> parameters() {
    return Collections.unmodifiableList(parameters);
  }

  /**
   * Returns copies of all weights: of a dense layer or a convolution the weights and the biases; of
   * a model those of all its layers, one after the other.
   *
   * @return one flat array for each, row by row
   * @throws IllegalStateException if the layer stands in no model, or its model was closed
   */
  public final float[][] weights() {
    return weightsOfAll().stream()
        .map(weight -> weight.array().toFloatArray())
        .toArray(float[][]::new);
  }

  /**
   * Sets all weights, in the form in which {@link #weights} returns them.
   *
   * @throws IllegalArgumentException if there are more or fewer arrays or numbers; then nothing has
   *     changed
   * @throws IllegalStateException if the layer stands in no model, or its model was closed
   */
  public final void setWeights(float[]... arrays) {
    given(arrays, "the weights", "array");
    List<Weight> weights = weightsOfAll();
    boolean fits = arrays.length == weights.size();
    for (int i = 0; fits && i < arrays.length; i++) {
      fits = arrays[i].length == weights.get(i).shape().size();
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "%s has %s, not %s"
              .formatted(
                  name(),
                  weights.isEmpty() ? "no weights" : sizes(weights.stream().map(Weight::toString)),
                  arrays.length == 0
                      ? "none"
                      : sizes(Stream.of(arrays).map(array -> array.length + " numbers"))));
    }
    for (int i = 0; i < arrays.length; i++) {
      weights.get(i).set(arrays[i]);
    }
  }

  private static String sizes(Stream<String> each) {
    return each.collect(Collectors.joining(", "));
  }

  private List<Weight> weightsOfAll() {
    if (inputShape == null) {
      throw new IllegalStateException(
          name() + " stands in no model whose input is known, so it has no weights yet");
    }
    return leaves()
        .peek(Layer::requireWeights)
        .flatMap(layer -> layer.parameters.stream())
        .toList();
  }

  /** Returns the layers that this one holds. */
  List<Layer> inside() {
    return List.of();
  }

  /** Returns the layers of which this one is made in the end, itself if it holds none. */
  private Stream<Layer> leaves() {
    return inside().isEmpty() ? Stream.of(this) : inside().stream().flatMap(Layer::leaves);
  }

  /** Has the weights made, if they are not there. */
  final void requireWeights() {
    if (parameters.stream().anyMatch(weight -> !weight.exists())) {
      home.makeWeights();
    }
  }

  /**
   * Returns the shape of the output.
   *
   * @param input shape of the input; neither has the batch dimension
   * @throws IllegalArgumentException if the layer cannot take such an input
   */
  protected abstract Shape outputShape(Shape input);

  /** Declares the weights, see {@link #addWeight}, for an input without the batch dimension. */
  protected void declareWeights(Shape input) {}

  /** Declares a weight that training changes. */
  protected final Weight addWeight(String name, Shape shape, Start start) {
    return add(new Weight(name, shape, start, true));
  }

  /** Declares a weight that training does not change by gradients, such as a moving average. */
  protected final Weight addMoving(String name, Shape shape, Start start) {
    return add(new Weight(name, shape, start, false));
  }

  private Weight add(Weight weight) {
    parameters.add(weight);
    return weight;
  }

  /**
   * Applies the layer to a batch, up to the activation.
   *
   * @param pass hands out the arrays of the weights
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
   * Tells an exporter what this layer computes when it does not learn, up to the activation.
   *
   * @return the result; {@code x} if the layer then does nothing
   * @throws UnsupportedOperationException unless a subclass says what it computes
   */
  protected <T> T export(LayerExporter<T> to, T x) {
    throw new UnsupportedOperationException(
        this + " does not say what it computes, so it cannot be exported");
  }

  /** Tells an exporter what this layer computes of the outputs of the nodes that it takes. */
  <T> T export(LayerExporter<T> to, List<T> inputs) {
    return export(to, inputs.get(0));
  }

  /**
   * Adds this layer to the graph of a model.
   *
   * @return the node that has the output
   */
  Node appendTo(Graph graph, Node input) {
    return graph.add(this, outputShape(input.outputShape()), input);
  }

  /**
   * Takes its place in a model.
   *
   * @param claim whether the weights, if they are not made yet, are to be this model's
   */
  final void place(Network network, String name, Shape input, boolean claim) {
    boolean isNew = inputShape == null;
    if (isNew) {
      inputShape = input;
      declareWeights(input);
    }
    if (isNew || claim && parameters.stream().noneMatch(Weight::exists)) {
      home = network;
      nameAtHome = name;
    }
  }

  /** Tells whether the weights are this model's to make. */
  final boolean isAtHome(Network network) {
    return home == network;
  }

  /** Returns the shape of the input, without the batch dimension, if it is known. */
  protected final Optional<Shape> placedInput() {
    return Optional.ofNullable(inputShape);
  }

  /** Returns the shape of the input of a layer that stands in a model. */
  final Shape inputShape() {
    return placedInput().orElseThrow();
  }

  /** Returns what was set, such as {@code units=64}: what decides what the layer computes. */
  protected String settings() {
    return "";
  }

  /** Returns the type with all its settings: {@code Conv2D(filters=32, kernel=3, …)}. */
  @Override
  public String toString() {
    String function = activation == Activation.LINEAR ? "" : "activation=" + activation;
    return Stream.of(settings(), function)
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining(", ", type + "(", ")"));
  }
}
