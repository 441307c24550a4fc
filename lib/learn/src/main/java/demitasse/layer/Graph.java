package demitasse.layer;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The layers of a model as a graph in the making, each behind those whose outputs it takes. */
final class Graph {
  private final List<Node> nodes = new ArrayList<>();
  private final List<Node> row = new ArrayList<>();
  private final Map<Chain, Shape> parts = new IdentityHashMap<>();
  private final List<String> path = new ArrayList<>();
  private final Map<String, Integer> seen = new HashMap<>();
  private final Set<String> names = new HashSet<>(Set.of(Network.INPUT));
  private final Set<Layer> layers = Collections.newSetFromMap(new IdentityHashMap<>());
  private IllegalArgumentException named;
  private int branches;

  /**
   * Adds a layer, and the layers it is made of, if any, before it.
   *
   * @throws IllegalArgumentException if the layer cannot take the input; the message names it
   */
  Node append(Layer layer, Node input) {
    try {
      return layer.appendTo(this, input);
    } catch (IllegalArgumentException e) {
      if (e == named) {
        throw e;
      }
      named = new IllegalArgumentException(nextName(layer) + ": " + e.getMessage());
      named.setStackTrace(e.getStackTrace());
      throw named;
    }
  }

  /** Adds the layers of a nested model, which stand in a part of its name. */
  Node appendPart(Chain chain, Node input) {
    requireOnce(chain);
    requireShape(chain, input.outputShape());
    String name = chain.givenName().orElseGet(() -> number(chain));
    requireFree(name);
    path.add(name);
    Node end = chain.appendEach(this, input);
    path.remove(path.size() - 1);
    parts.put(chain, input.outputShape());
    return end;
  }

  /** Adds one node. */
  Node add(Layer layer, Shape outputShape, Node... inputs) {
    requireOnce(layer);
    Shape inputShape = inputs[0].outputShape();
    requireShape(layer, inputShape);
    String name = newName(layer);
    requireFree(name);
    List<String> from = Stream.of(inputs).map(Node::name).toList();
    var node = new Node(name, String.join("/", path), layer, from, inputShape, outputShape);
    nodes.add(node);
    if (branches == 0) {
      row.add(node);
    }
    return node;
  }

  /** Begins a branch, whose layers do not stand in the row but make one of its layers. */
  void beginBranch() {
    branches++;
  }

  void endBranch() {
    branches--;
  }

  private void requireOnce(Layer layer) {
    if (!layers.add(layer)) {
      throw new IllegalArgumentException("the same layer stands in this model already");
    }
  }

  private void requireFree(String name) {
    if (!names.add(name)) {
      throw new IllegalArgumentException("the model has a layer of this name already");
    }
  }

  private static void requireShape(Layer layer, Shape input) {
    Shape placed = layer.placedInput().orElse(input);
    if (!placed.equals(input)) {
      throw new IllegalArgumentException(
          "it stands in a model where its inputs are of shape %s, so it cannot take %s here"
              .formatted(placed, input));
    }
  }

  /** Returns all layers in order, also those of branches. */
  List<Node> nodes() {
    return List.copyOf(nodes);
  }

  /** Returns the layers that the input passes one after the other. */
  List<Node> row() {
    return List.copyOf(row);
  }

  /** Returns the nested models with the shape of their input. */
  Map<Chain, Shape> parts() {
    return parts;
  }

  private String newName(Layer layer) {
    return layer
        .givenName()
        .or(() -> layer.nameAtHome().filter(name -> !names.contains(name)))
        .orElseGet(() -> number(layer));
  }

  /** Returns the name that a layer would have got. */
  private String nextName(Layer layer) {
    return layer.givenName().orElseGet(() -> number(layer));
  }

  private String number(Layer layer) {
    String type = layer.typeInNames();
    String name;
    do {
      int number = seen.merge(type, 1, Integer::sum) - 1;
      name = number == 0 ? type : type + "_" + number;
    } while (names.contains(name));
    return name;
  }
}
