package demitasse.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;

/**
 * Layers one after the other, which can stand as one layer in another chain: what models and the
 * branches of a residual are.
 *
 * <p>An {@link Input} in front tells the shape of the inputs. Without one, a chain learns it from
 * the model in which it stands, or from the first samples that it sees.
 */
@SuppressWarnings("this-escape") // a network of it asks only for its layers, which are there
public abstract class Chain extends Layer {
  private final List<Layer> layers;
  private Network network;

  /**
   * Puts layers in a row.
   *
   * @param type Keras' name
   * @param name in another chain; null to be called by the type and numbered
   * @param layers at least one; each takes what the one before it returns
   * @throws IllegalArgumentException if there is no layer, if one layer stands in two places, or if
   *     the input is known and a layer cannot take what it gets; the message names the layer
   */
  protected Chain(String type, String name, List<? extends Layer> layers) {
    super(type, name, Activation.LINEAR);
    boolean known = !layers.isEmpty() && layers.get(0) instanceof Input;
    this.layers = List.copyOf(known ? layers.subList(1, layers.size()) : layers);
    if (this.layers.isEmpty()) {
      throw new IllegalArgumentException("a model needs at least one layer");
    }
    if (this.layers.stream().anyMatch(Input.class::isInstance)) {
      throw new IllegalArgumentException("the input stands in front of all layers, and only there");
    }
    if (known) {
      placeAt(((Input) layers.get(0)).shape());
    }
  }

  /**
   * Places a chain of layers that stand in another chain too; the weights stay that one's.
   *
   * @param input shape of its inputs
   */
  protected final void placeAsPart(Shape input) {
    network = Network.of(this, input, /* claim= */ false);
    place(network, typeInNames(), input, /* claim= */ false);
  }

  /** Returns the activation of the last layer. */
  public final Activation outputActivation() {
    Layer last = layers.get(layers.size() - 1);
    return last instanceof Chain chain ? chain.outputActivation() : last.activation();
  }

  /** Returns the layers in order, without the input. */
  public final List<Layer> layers() {
    return layers;
  }

  /**
   * Returns the layer of this name; a nested model's is found too.
   *
   * @throws IllegalArgumentException if there is none; the message names those there are
   */
  public final Layer layer(String name) {
    return find(this, name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no layer \"%s\"; there are %s"
                        .formatted(name, layers.stream().map(Layer::name).toList())));
  }

  private static Optional<Layer> find(Layer holder, String name) {
    for (Layer layer : holder.inside()) {
      Optional<Layer> found = layer.name().equals(name) ? Optional.of(layer) : find(layer, name);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the layers in their places: what computes.
   *
   * @throws IllegalStateException if the shape of the inputs is not known yet
   */
  public final Network network() {
    if (network == null) {
      network =
          Network.of(
              this,
              placedInput()
                  .orElseThrow(
                      () ->
                          new IllegalStateException(
                              "the model does not know the shape of its inputs yet: put input(…) in"
                                  + " front of its layers, or fit it first")),
              /* claim= */ false);
    }
    return network;
  }

  /**
   * Takes the shape of the inputs, unless it is known.
   *
   * @throws IllegalArgumentException if a layer cannot take what it gets; the message names it
   */
  protected final Network placeAt(Shape input) {
    if (placedInput().isEmpty()) {
      network = Network.of(this, input, /* claim= */ true);
      place(network, givenName().orElseGet(this::typeInNames), input, /* claim= */ true);
    }
    return network();
  }

  @Override
  final List<Layer> inside() {
    return layers;
  }

  @Override
  final Node appendTo(Graph graph, Node input) {
    return graph.appendPart(this, input);
  }

  /** Adds the layers to a graph, one behind the other. */
  final Node appendEach(Graph graph, Node input) {
    Node end = input;
    for (Layer layer : layers) {
      end = graph.append(layer, end);
    }
    return end;
  }

  @Override
  protected final Shape outputShape(Shape input) {
    Shape shape = input;
    for (Layer layer : layers) {
      shape = layer.outputShape(shape);
    }
    return shape;
  }

  @Override
  protected final NDArray call(Pass pass, NDArray x) {
    NDArray y = x;
    for (Layer layer : layers) {
      NDArray next = layer.apply(pass, y);
      pass.release(y, x, next);
      y = next;
    }
    return y;
  }
}
