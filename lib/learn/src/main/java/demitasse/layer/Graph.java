package demitasse.layer;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The layers of a model as a graph in the making, each behind those whose outputs it takes. */
final class Graph {
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Integer> seen = new HashMap<>();
  private final Set<String> names = new HashSet<>(Set.of(Sequential.INPUT));

  /**
   * Adds a layer, and the layers it is made of, if any, before it.
   *
   * @throws IllegalArgumentException if the layer cannot take the input; the message names it
   */
  Node append(Layer layer, Node input) {
    try {
      return layer.appendTo(this, input);
    } catch (NotPlaced e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new NotPlaced(layer.givenName().orElseGet(() -> number(layer)), e);
    }
  }

  /** Adds one node. */
  Node add(Layer layer, Shape outputShape, Node... inputs) {
    layer.place();
    String name = layer.givenName().orElseGet(() -> number(layer));
    if (!names.add(name)) {
      throw new IllegalArgumentException("the model has a layer of this name already");
    }
    Shape inputShape = inputs[0].outputShape();
    layer.prepareParameters(inputShape);
    List<String> from = Stream.of(inputs).map(Node::name).toList();
    var node = new Node(name, layer, from, inputShape, outputShape);
    nodes.add(node);
    return node;
  }

  List<Node> nodes() {
    return List.copyOf(nodes);
  }

  private String number(Layer layer) {
    String type = layer.typeInNames();
    int number = seen.merge(type, 1, Integer::sum) - 1;
    return number == 0 ? type : type + "_" + number;
  }

  /** A layer that does not fit, with its name in front. */
  private static final class NotPlaced extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    NotPlaced(String name, IllegalArgumentException cause) {
      super(name + ": " + cause.getMessage(), cause);
    }
  }
}
